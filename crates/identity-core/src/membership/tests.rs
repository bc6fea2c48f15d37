//! Rules of memberships and invitations, R6, R7, R9, R14–R24, against the in-memory store.

use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::account::{AccountInput, AccountVerb, steer};
use crate::actor::Principal;
use crate::audit::{Event, Origin};
use crate::error::Error;
use crate::group::{Group, GroupInput};
use crate::module::ACCESS_MANAGEMENT;
use crate::secret::Secret;
use crate::state::Repeat;
use crate::testing::contract::block_on;
use crate::testing::{BILLING, PASSWORD, REPORTS, World};
use crate::user::{PasswordTarget, SetPassword, UserInput, UserStatus};
use crate::value::Member;

fn sent(text: &str) -> Member<String> {
    Member::Value(text.into())
}

fn invite_as(
    world: &World,
    who: &Arc<Principal>,
    account: Option<AccountId>,
    input: InviteInput,
) -> Result<Minted, Error> {
    world.write(who, move |tx, call| invite(tx, call, account, Ok(&input)))
}

fn finance(world: &World, account: AccountId, modules: &[crate::id::ModuleId]) -> Group {
    let input = GroupInput {
        name: sent("Finance"),
        account: sent(&account.to_string()),
        modules: Member::Value(modules.iter().map(ToString::to_string).collect()),
        ..GroupInput::default()
    };
    world.write(&world.operator, move |tx, call| crate::group::create(tx, call, Ok(&input))).unwrap()
}

fn by_code(world: &World, minted: &Minted, code: &str) -> Result<User, Error> {
    let input =
        SetPassword { password: Secret::new(PASSWORD.into()), current: None, code: Some(code.into()) };
    let target = PasswordTarget::Membership(minted.membership.id);
    block_on(world.identity.set_password(None, Origin::default(), target, Ok(input)))
}

fn code_of(minted: &Minted) -> String {
    minted.code.as_ref().unwrap().code.expose().to_owned()
}

fn own(membership: &Membership) -> MembershipKey {
    MembershipKey::Own(membership.id)
}

fn accept_as(world: &World, who: &Arc<Principal>, membership: &Membership) -> Result<Membership, Error> {
    let key = own(membership);
    world.write(who, move |tx, call| accept(tx, call, key)).map(|(membership, _)| membership)
}

fn remove_as(world: &World, who: &Arc<Principal>, membership: &Membership) -> Result<(), Error> {
    let key = own(membership);
    world.write(who, move |tx, call| remove(tx, call, key))
}

fn regroup(
    world: &World,
    who: &Arc<Principal>,
    membership: &Membership,
    groups: &[GroupId],
) -> Result<(), Error> {
    let key = own(membership);
    let wanted = GroupsChange::Replace(Member::Value(groups.iter().map(ToString::to_string).collect()));
    world.write(who, move |tx, call| change_groups(tx, call, key, Ok(&wanted))).map(drop)
}

fn status_of(world: &World, user: UserId) -> UserStatus {
    world.read(&world.operator, move |tx, call| Ok(tx.users().find(user)?.unwrap().status(call.now))).unwrap()
}

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
    assert!(mails[0].text.contains(renewed.code.unwrap().url.expose()));
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

#[test]
fn r20_until_a_person_joins_the_account_sees_what_the_inviter_gave() {
    let world = World::new();
    let (account, other) = (world.client("Own"), world.client("Other"));
    let (_, mara) = world.join(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let rename = UserInput { first_name: sent("Secret"), ..UserInput::default() };
    let id = mara.id;
    world.write(&world.operator, move |tx, call| crate::user::update(tx, call, id, Ok(&rename))).unwrap();
    let minted = world.invite(other.id, "mara@example.com", &[world.default_group(other.id).id]);
    let admin = world.actor(other.id, &[ACCESS_MANAGEMENT]);
    let seen = |who: &Arc<Principal>| {
        let key = own(&minted.membership);
        world.read(who, move |tx, call| {
            let member = get(tx, call, key, MembershipWants::default())?;
            let user = crate::user::get(tx, call, id, crate::user::UserWants::default())?;
            Ok((member.user, user.user, user.current_account))
        })
    };
    let (member, user, current) = seen(&admin).unwrap();
    assert_eq!((member.first_name.as_str(), member.open.is_none(), member.status), ("Mara", true, "Invited"));
    assert_eq!((user.first_name.as_str(), user.open.is_none(), current), ("Mara", true, None));
    let (member, user, current) = seen(&world.operator).unwrap();
    assert_eq!((member.first_name.as_str(), user.open.is_some(), current.is_some()), ("Secret", true, true));
    accept_as(&world, &world.person(id, None), &minted.membership).unwrap();
    let (member, ..) = seen(&admin).unwrap();
    assert_eq!((member.first_name.as_str(), member.status), ("Secret", "Active"));
}

#[test]
fn r21_the_last_administrator_stays_except_for_the_operator() {
    let world = World::new();
    let account = world.client("Own");
    let default = world.default_group(account.id);
    let other = finance(&world, account.id, &[]);
    let (mara, mara_user) = world.join(account.id, "mara@example.com", &[default.id]);
    let (tom, _) = world.join(account.id, "tom@example.com", &[default.id]);
    let admin = world.actor(account.id, &[ACCESS_MANAGEMENT, BILLING, REPORTS]);
    world.invite(account.id, "invited@example.com", &[default.id]);
    assert_eq!(regroup(&world, &admin, &tom, &[other.id]), Ok(()));
    assert_eq!(
        regroup(&world, &admin, &mara, &[other.id]),
        Err(Error::LastAdministrator),
        "invited ones do not count"
    );
    assert_eq!(remove_as(&world, &admin, &mara), Err(Error::LastAdministrator));
    assert_eq!(
        remove_as(&world, &world.person(mara_user.id, Some(account.id)), &mara),
        Err(Error::Rule("Nobody removes their own membership."))
    );
    assert_eq!(remove_as(&world, &world.operator, &mara), Ok(()));
}

#[test]
fn r21_in_the_operations_account_nobody_is_exempt() {
    let world = World::new();
    let id = world.administrator;
    let operations = world.operations;
    let last = world
        .read(&world.operator, move |tx, _| Ok(tx.memberships().find_pair(operations, id)?.unwrap()))
        .unwrap();
    assert_eq!(remove_as(&world, &world.operator, &last), Err(Error::LastAdministrator));
    let block = world.write(&world.operator, move |tx, call| {
        crate::user::block(tx, call, id, crate::user::UserVerb::Block).map(drop)
    });
    assert_eq!(block, Err(Error::LastAdministrator));
}

#[test]
fn r23_removal_ends_everything_in_that_account() {
    let world = World::new();
    let (account, other) = (world.client("Own"), world.client("Other"));
    let (mara, user) = world.join(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    assert_eq!(user.current_account, Some(account.id));
    world.join(other.id, "mara@example.com", &[world.default_group(other.id).id]);
    let session = world.person(user.id, Some(account.id));
    remove_as(&world, &world.operator, &mara).unwrap();
    let key = own(&mara);
    assert_eq!(
        world.read(&world.operator, move |tx, call| visible(tx, call, key).map(drop)),
        Err(Error::NotFound)
    );
    let id = user.id;
    let stored = world.read(&world.operator, move |tx, _| Ok(tx.users().find(id)?.unwrap())).unwrap();
    assert_eq!(stored.current_account, Some(other.id));
    let write = world.write(&session, |_, _| Ok(()));
    assert_eq!(write, Err(Error::Unauthenticated), "a session there no longer stands");
    block_on(world.identity.deliver_mail(&world.mailer)).unwrap();
    assert!(world.mailer.sent().iter().any(|mail| mail.subject.contains("no longer a member")));
}

#[test]
fn r24_names_are_the_inviters_to_change_until_somebody_else_knows_the_person() {
    let world = World::new();
    let (account, other) = (world.client("Own"), world.client("Other"));
    let minted = world.invite(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let key = own(&minted.membership);
    let rename = |name: &str| {
        let input = MembershipInput {
            profile: UserInput { first_name: sent(name), ..UserInput::default() },
            ..MembershipInput::default()
        };
        let (member, user) =
            world.write(&world.operator, move |tx, call| update(tx, call, key, Ok(&input))).unwrap();
        (member.given.first.to_string(), user.first_name.to_string())
    };
    assert_eq!(rename("Maria"), ("Maria".into(), "Maria".into()));
    world.invite(other.id, "mara@example.com", &[world.default_group(other.id).id]);
    assert_eq!(rename("Ignored"), ("Maria".into(), "Maria".into()));
}

#[test]
fn groups_are_added_removed_and_never_all_gone() {
    let world = World::new();
    let account = world.client("Own");
    let (default, extra) = (world.default_group(account.id), finance(&world, account.id, &[]));
    let minted = world.invite(account.id, "mara@example.com", &[default.id]);
    let key = own(&minted.membership);
    let change = |wanted: GroupsChange| {
        world
            .write(&world.operator, move |tx, call| change_groups(tx, call, key, Ok(&wanted)))
            .map(|(m, _)| m)
    };
    let added = change(GroupsChange::Add(sent(&extra.id.to_string()))).unwrap();
    assert_eq!((added.groups.len(), added.revision), (2, 2));
    assert_eq!(change(GroupsChange::Add(sent(&extra.id.to_string()))).unwrap().revision, 2, "already in it");
    assert!(matches!(change(GroupsChange::Add(sent("UGR-1111-1111"))), Err(Error::Invalid(_))));
    change(GroupsChange::Remove(default.id)).unwrap();
    assert_eq!(change(GroupsChange::Remove(default.id)), Err(Error::NotFound));
    assert!(matches!(change(GroupsChange::Remove(extra.id)), Err(Error::Invalid(_))));
}

#[test]
fn a_foreign_administrator_finds_nothing() {
    let world = World::new();
    let (account, other) = (world.client("Own"), world.client("Other"));
    let minted = world.invite(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let stranger = world.actor(other.id, &[ACCESS_MANAGEMENT]);
    assert_eq!(remove_as(&world, &stranger, &minted.membership), Err(Error::NotFound));
    let foreign = invite_as(&world, &stranger, Some(account.id), World::invitation("x@example.com", &[]));
    assert_eq!(foreign.map(drop), Err(Error::NotFound));
}

#[test]
fn r1_a_person_lists_the_own_membership_in_any_account() {
    let world = World::new();
    let (account, other) = (world.client("Own"), world.client("Other"));
    let (mara, user) = world.join(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    world.join(account.id, "tom@example.com", &[world.default_group(account.id).id]);
    let session = world.person(user.id, None);
    let listed = |account: AccountId| {
        let everything = crate::list::Query::everything(&FIELDS_BY_USER);
        world.read(&session, move |tx, call| {
            list(tx, call, Some(account), &everything, MembershipWants::default())
        })
    };
    let page = listed(account.id).unwrap();
    assert_eq!((page.total, page.items[0].membership.id), (1, mara.id));
    assert_eq!(listed(other.id).map(|page| page.total), Err(Error::NotFound));
}
