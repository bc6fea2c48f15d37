//! Inviting, accepting, declining, sending again: R6, R7, R9, R14–R19.

use super::*;
use crate::outbox::Letter;

#[test]
fn r16_a_new_person_is_invited_and_a_known_one_keeps_the_profile() {
    let world = World::new();
    let (first, second) = (world.client("First"), world.client("Second"));
    let minted = world.invite(first.id, "Mara@Example.com", &[world.default_group(first.id).id]);
    assert_eq!(minted.user.email.as_str(), "mara@example.com");
    assert_eq!(status_of(&world, minted.user.id), UserStatus::Invited);
    let mut input = World::invitation("MARA@example.com", &[world.default_group(second.id).id]);
    input.profile.first_name = sent("Other");
    let again = invite_as(&world, &world.operator, Some(second.id), input).unwrap();
    assert_eq!((again.user.id, again.user.first_name.as_str()), (minted.user.id, "Mara"));
    assert_eq!(again.membership.given.first.as_str(), "Other");
}

#[test]
fn r14_one_membership_per_person_and_account_and_a_new_id_after_removal() {
    let world = World::new();
    let account = world.client("Own");
    let group = world.default_group(account.id);
    let minted = world.invite(account.id, "mara@example.com", &[group.id]);
    let again = invite_as(
        &world,
        &world.operator,
        Some(account.id),
        World::invitation("Mara@example.com", &[group.id]),
    );
    let Err(Error::Conflict(clash)) = again.map(drop) else { panic!("must clash") };
    assert_eq!(clash.iter().next().unwrap().0, "user.email");
    remove_as(&world, &world.operator, &minted.membership).unwrap();
    let new = world.invite(account.id, "mara@example.com", &[group.id]);
    assert_ne!(new.membership.id, minted.membership.id);
    assert_eq!(new.user.id, minted.user.id);
}

#[test]
fn r7_a_body_that_names_another_account_stores_nothing() {
    let world = World::new();
    let (account, other) = (world.client("Own"), world.client("Other"));
    let before = world.audit_count();
    let mut input = World::invitation("mara@example.com", &[world.default_group(account.id).id]);
    input.account = sent(&other.id.to_string());
    let refused = invite_as(&world, &world.operator, Some(account.id), input.clone());
    assert!(matches!(refused.map(drop), Err(Error::Invalid(_))));
    assert_eq!(world.audit_count(), before);
    let admin = world.actor(account.id, &[ACCESS_MANAGEMENT, BILLING, REPORTS]);
    assert!(matches!(invite_as(&world, &admin, None, input).map(drop), Err(Error::Invalid(_))), "invisible");
}

#[test]
fn r15_groups_are_required_and_of_the_same_account() {
    let world = World::new();
    let (account, other) = (world.client("Own"), world.client("Other"));
    let foreign = world.default_group(other.id).id;
    for groups in [&[][..], &[foreign][..]] {
        let refused =
            invite_as(&world, &world.operator, Some(account.id), World::invitation("m@example.com", groups));
        assert!(matches!(refused.map(drop), Err(Error::Invalid(_))), "{groups:?}");
    }
}

#[test]
fn r15_a_member_is_in_fifty_groups_at_most() {
    let world = World::new();
    let account = world.client("Own").id;
    let groups: Vec<_> = (0..51).map(|n| world.group(account, &format!("Group {n}"), &[])).collect();
    let try_with = |groups: &[GroupId]| {
        let input = World::invitation("mara@example.com", groups);
        world.write(&world.operator, move |tx, call| invite(tx, call, Some(account), Ok(&input)).map(drop))
    };
    let refusal = Err(Error::invalid("groups", "Must have at most 50 elements."));
    assert_eq!(try_with(&groups), refusal);
    assert_eq!(try_with(&[&groups[..], &groups[..1]].concat()), refusal);
    assert_eq!(try_with(&groups[..50]), Ok(()));
}

#[test]
fn r6_an_administrator_cannot_give_away_what_he_does_not_hold() {
    let world = World::new();
    let account = world.client("Own");
    let (billing, reports) =
        (finance(&world, account.id, &[BILLING]), finance(&world, account.id, &[REPORTS]));
    let admin = world.actor(account.id, &[ACCESS_MANAGEMENT, BILLING]);
    let invite = |group: GroupId| {
        invite_as(&world, &admin, Some(account.id), World::invitation("m@example.com", &[group]))
    };
    assert_eq!(invite(reports.id).map(drop), Err(Error::Forbidden));
    let minted = invite(billing.id).unwrap();
    assert!(minted.code.is_none(), "the code goes to O+ and into the mail only");
    assert_eq!(regroup(&world, &admin, &minted.membership, &[billing.id, reports.id]), Err(Error::Forbidden));
    regroup(&world, &world.operator, &minted.membership, &[billing.id, reports.id]).unwrap();
    assert_eq!(regroup(&world, &admin, &minted.membership, &[reports.id]), Ok(()), "what is there may stay");
}

#[test]
fn r17_adding_at_once_is_for_the_operator_and_activated_people() {
    let world = World::new();
    let (account, other) = (world.client("Own"), world.client("Other"));
    let group = world.default_group(other.id);
    world.join(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let with = |email: &str, status: &str| InviteInput {
        status: sent(status),
        ..World::invitation(email, &[group.id])
    };
    let admin = world.actor(other.id, &[ACCESS_MANAGEMENT, BILLING, REPORTS]);
    let forbidden = invite_as(&world, &admin, Some(other.id), with("mara@example.com", "Active"));
    assert_eq!(forbidden.map(drop), Err(Error::Forbidden));
    for (email, status) in [("new@example.com", "Active"), ("mara@example.com", "Joined")] {
        let refused = invite_as(&world, &world.operator, Some(other.id), with(email, status));
        assert!(matches!(refused.map(drop), Err(Error::Invalid(_))), "{email} {status}");
    }
    let added =
        invite_as(&world, &world.operator, Some(other.id), with("mara@example.com", "Active")).unwrap();
    assert_eq!((added.membership.state, added.code.is_none()), (MembershipState::Active, true));
    assert_eq!(world.audit()[0].event, Event::MemberAdded);
    assert!(!added.membership.is_joined(), "nobody asked the person, so R20 guards them still");
}

#[test]
fn r18_r29_the_code_works_once_until_it_expires_and_not_after_a_new_one() {
    let world = World::new();
    let account = world.client("Own");
    let group = world.default_group(account.id);
    let minted = world.invite(account.id, "mara@example.com", &[group.id]);
    let first = code_of(&minted);
    assert_eq!(by_code(&world, &minted, "no code"), Err(Error::Unauthenticated));
    let key = own(&minted.membership);
    let resend = |verb| world.write(&world.operator, move |tx, call| send_again(tx, call, key, verb));
    let second = code_of(&resend(MembershipVerb::Resend).unwrap());
    assert_eq!(by_code(&world, &minted, &first), Err(Error::Unauthenticated), "the old code is dead");
    world.clock.advance(INVITATION_SPAN);
    assert!(matches!(by_code(&world, &minted, &second), Err(Error::Invalid(_))), "expired");
    assert_eq!(status_of(&world, minted.user.id), UserStatus::InvitationExpired);
    assert!(matches!(resend(MembershipVerb::Resend).map(drop), Err(Error::Transition { .. })));
    let third = code_of(&resend(MembershipVerb::SendNew).unwrap());
    world.clock.advance(Duration::from_secs(1));
    let user = by_code(&world, &minted, &third).unwrap();
    assert!(user.is_activated() && user.is_email_verified);
    assert_eq!(status_of(&world, user.id), UserStatus::Active);
    assert_eq!(by_code(&world, &minted, &third), Err(Error::Unauthenticated), "used up");
    assert_eq!(world.audit()[0].event, Event::MemberJoined);
}

#[test]
fn r18_resends_are_limited() {
    let world = World::new();
    let account = world.client("Own");
    let minted = world.invite(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let key = own(&minted.membership);
    let resend = || {
        world
            .write(&world.operator, move |tx, call| send_again(tx, call, key, MembershipVerb::Resend))
            .map(drop)
    };
    assert_eq!(resend(), Ok(()), "the first may follow the invitation at once");
    assert!(matches!(resend(), Err(Error::Throttled { .. })));
    for _ in 1..5 {
        world.clock.advance(Duration::from_secs(60));
        assert_eq!(resend(), Ok(()));
    }
    world.clock.advance(Duration::from_secs(60));
    assert!(matches!(resend(), Err(Error::Throttled { .. })), "a sixth on the same day");
}

#[test]
fn r18_the_mail_has_the_link_and_a_replaced_code_is_not_sent() {
    let world = World::new();
    let account = world.client("Own");
    let minted = world.invite(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let key = own(&minted.membership);
    let renewed = world
        .write(&world.operator, move |tx, call| send_again(tx, call, key, MembershipVerb::Resend))
        .unwrap();
    world.mailer.fail_next(1);
    let first = block_on(world.identity.deliver_mail(&world.mailer)).unwrap();
    assert_eq!((first.done, first.postponed), (1, 1), "the dead code's mail is dropped, the other waits");
    assert_eq!(
        block_on(world.identity.deliver_mail(&world.mailer)).unwrap().done,
        0,
        "not before the pause is over"
    );
    world.clock.advance(Duration::from_secs(5));
    assert_eq!(block_on(world.identity.deliver_mail(&world.mailer)).unwrap().done, 1);
    let mails = world.mailer.sent();
    assert_eq!(mails.len(), 1);
    let Letter::Invitation { account, inviter, link, days } = &mails[0].letter else {
        panic!("another letter")
    };
    assert_eq!((account.as_str(), inviter, *days), ("Own", &None, 7), "a token invited");
    assert!(link.expose() == renewed.code.unwrap().url.expose());
    assert_eq!(mails[0].to.as_str(), "mara@example.com");
}

#[test]
fn r19_only_the_invitee_accepts_and_repeating_changes_nothing() {
    let world = World::new();
    let (account, other) = (world.client("Own"), world.client("Other"));
    let group = world.default_group(other.id);
    let (_, mara) = world.join(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let minted = world.invite(other.id, "mara@example.com", &[group.id]);
    assert_eq!(accept_as(&world, &world.operator, &minted.membership), Err(Error::Forbidden));
    let admin = world.actor(other.id, &[ACCESS_MANAGEMENT]);
    assert_eq!(accept_as(&world, &admin, &minted.membership), Err(Error::Forbidden));
    let session = world.person(mara.id, None);
    assert_eq!(accept_as(&world, &session, &minted.membership).unwrap().state, MembershipState::Active);
    let before = world.audit_count();
    assert_eq!(accept_as(&world, &session, &minted.membership).unwrap().state, MembershipState::Active);
    assert_eq!(world.audit_count(), before);
    assert_eq!(
        by_code(&world, &minted, &code_of(&minted)),
        Err(Error::Unauthenticated),
        "an activated person signs in"
    );
}

#[test]
fn the_invitee_declines_and_the_link_is_dead() {
    let world = World::new();
    let (account, other) = (world.client("Own"), world.client("Other"));
    let (_, mara) = world.join(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let minted = world.invite(other.id, "mara@example.com", &[world.default_group(other.id).id]);
    let key = own(&minted.membership);
    let session = world.person(mara.id, None);
    let refuse = |who: &Arc<Principal>| world.write(who, move |tx, call| decline(tx, call, key));
    assert_eq!(refuse(&world.operator), Err(Error::Forbidden));
    assert_eq!(refuse(&session), Ok(()));
    assert_eq!(refuse(&session), Err(Error::NotFound));
    assert_eq!(world.audit()[0].event, Event::InviteDeclined);
}

#[test]
fn r9_nobody_joins_a_disabled_account() {
    let world = World::new();
    let account = world.client("Own");
    let minted = world.invite(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let turn = |verb| {
        let input = AccountInput::default();
        let id = account.id;
        world
            .write(&world.operator, move |tx, call| steer(tx, call, id, verb, Ok(&input), Repeat::Refuse))
            .unwrap()
    };
    turn(AccountVerb::Disable);
    let Err(Error::Invalid(refused)) = by_code(&world, &minted, &code_of(&minted)) else {
        panic!("must be refused")
    };
    assert_eq!(refused.iter().next().unwrap().0, "account");
    turn(AccountVerb::Enable);
    assert!(by_code(&world, &minted, &code_of(&minted)).is_ok());
}
