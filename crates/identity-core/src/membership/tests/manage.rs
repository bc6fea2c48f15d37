//! What others see of members, changing and removing them: R1, R20–R24.

use super::*;
use crate::outbox::Letter;

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
            let member = get(tx, call, key, &MembershipWants::default())?;
            let user = crate::user::get(tx, call, id, &crate::user::UserWants::default())?;
            Ok((member.user, user.user, user.current_account.is_some()))
        })
    };
    let (member, user, current) = seen(&admin).unwrap();
    assert_eq!((member.first_name.as_str(), member.open.is_none(), member.status), ("Mara", true, "Invited"));
    assert_eq!((user.first_name.as_str(), user.open.is_none(), current), ("Mara", true, false));
    let (member, user, current) = seen(&world.operator).unwrap();
    assert_eq!((member.first_name.as_str(), user.open.is_some(), current), ("Secret", true, true));
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
fn r21_only_active_members_of_the_default_group_are_its_administrators() {
    let world = World::new();
    let (account, other) = (world.client("Own"), world.client("Other"));
    let default = world.default_group(account.id).id;
    let (mara, _) = world.join(account.id, "mara@example.com", &[default]);
    let (otto, _) = world.join(account.id, "otto@example.com", &[world.group(account.id, "Finance", &[])]);
    world.join(other.id, "tom@example.com", &[world.default_group(other.id).id]);
    let tom = world.invite(account.id, "tom@example.com", &[default]).membership;
    let admin = world.actor(account.id, &[ACCESS_MANAGEMENT]);
    assert_eq!(remove_as(&world, &admin, &otto), Ok(()), "active, in another group");
    assert_eq!(remove_as(&world, &admin, &tom), Ok(()), "activated elsewhere, invited here");
    assert_eq!(remove_as(&world, &admin, &mara), Err(Error::LastAdministrator), "the control");
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
fn r22_nobody_removes_the_own_membership_whatever_their_rights() {
    let world = World::new();
    let account = world.client("Own");
    let default = world.default_group(account.id);
    let (mara, user) = world.join(account.id, "mara@example.com", &[default.id]);
    world.join(account.id, "tom@example.com", &[default.id]);
    let refusal = Err(Error::Rule("Nobody removes their own membership."));
    assert_eq!(remove_as(&world, &world.person(user.id, Some(account.id)), &mara), refusal);
    let administrator = world.person(world.administrator, Some(world.operations));
    let (operations, id) = (world.operations, world.administrator);
    let own =
        world.read(&world.operator, move |tx, _| Ok(tx.memberships().find_pair(operations, id)?.unwrap()));
    assert_eq!(remove_as(&world, &administrator, &own.unwrap()), refusal, "not even the operator");
    assert_eq!(remove_as(&world, &administrator, &mara), Ok(()), "the control");
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
    let is_told = |letter: &Letter| matches!(letter, Letter::Removed { account } if account == "Own");
    assert!(world.mailer.sent().iter().any(|mail| is_told(&mail.letter)));
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
            list(tx, call, Some(account), &everything, &MembershipWants::default())
        })
    };
    let page = listed(account.id).unwrap();
    assert_eq!((page.total, page.items[0].membership.id), (1, mara.id));
    assert_eq!(listed(other.id).map(|page| page.total), Err(Error::NotFound));
}
