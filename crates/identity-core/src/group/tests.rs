//! Rules of groups, R6 and R33–R35, against the in-memory store.

use std::sync::Arc;

use super::*;
use crate::actor::Principal;
use crate::api_token::TokenState;
use crate::error::Error;
use crate::module::ACCESS_MANAGEMENT;
use crate::testing::{BILLING, REPORTS, World};
use crate::value::Member;

fn input(name: &str, modules: &[ModuleId]) -> GroupInput {
    GroupInput {
        name: Member::Value(name.into()),
        modules: Member::Value(modules.iter().map(ToString::to_string).collect()),
        ..GroupInput::default()
    }
}

fn modules(wanted: &[ModuleId]) -> GroupInput {
    GroupInput { name: Member::Absent, ..input("", wanted) }
}

fn make(world: &World, who: &Arc<Principal>, wanted: GroupInput) -> Result<Group, Error> {
    world.write(who, move |tx, call| create(tx, call, Ok(&wanted)))
}

fn change(world: &World, who: &Arc<Principal>, id: GroupId, wanted: GroupInput) -> Result<Group, Error> {
    world.write(who, move |tx, call| update(tx, call, id, Ok(&wanted)))
}

fn remove(world: &World, who: &Arc<Principal>, id: GroupId) -> Result<(), Error> {
    world.write(who, move |tx, call| delete(tx, call, id))
}

#[test]
fn an_administrator_makes_groups_in_the_own_account_only() {
    let world = World::new();
    let (own, other) = (world.client("Own"), world.client("Other"));
    let admin = world.actor(own.id, &[ACCESS_MANAGEMENT, BILLING]);
    let group = make(&world, &admin, input("Finance", &[BILLING])).unwrap();
    assert_eq!((group.account, group.kind), (own.id, GroupKind::Custom));
    let foreign = GroupInput { account: Member::Value(other.id.to_string()), ..input("Finance", &[]) };
    assert!(matches!(make(&world, &admin, foreign), Err(Error::Invalid(_))), "invisible means not found");
    let member = world.actor(own.id, &[BILLING]);
    assert_eq!(make(&world, &member, input("Finance", &[])), Err(Error::Forbidden));
}

#[test]
fn r6_nobody_grants_what_he_does_not_hold() {
    let world = World::new();
    let own = world.client("Own");
    let admin = world.actor(own.id, &[ACCESS_MANAGEMENT]);
    assert_eq!(make(&world, &admin, input("Finance", &[BILLING])), Err(Error::Forbidden));
    let of_operator =
        GroupInput { account: Member::Value(own.id.to_string()), ..input("Finance", &[BILLING, REPORTS]) };
    let group = make(&world, &world.operator, of_operator).unwrap();
    let kept = change(&world, &admin, group.id, modules(&[BILLING])).unwrap();
    assert_eq!(kept.modules, [BILLING].into(), "what is there may stay or go");
    assert_eq!(change(&world, &admin, group.id, modules(&[BILLING, REPORTS])), Err(Error::Forbidden));
}

#[test]
fn r33_built_in_groups_are_fixed_and_groups_with_members_stay() {
    let world = World::new();
    let own = world.client("Own");
    let default = world.default_group(own.id);
    assert!(matches!(remove(&world, &world.operator, default.id), Err(Error::Rule(_))));
    let wanted = GroupInput { account: Member::Value(own.id.to_string()), ..input("Finance", &[]) };
    let group = make(&world, &world.operator, wanted).unwrap();
    world.invite(own.id, "mara@example.com", &[group.id]);
    assert!(matches!(remove(&world, &world.operator, group.id), Err(Error::Rule(_))));
    let empty = GroupInput { account: Member::Value(own.id.to_string()), ..input("Empty", &[]) };
    let empty = make(&world, &world.operator, empty).unwrap();
    assert_eq!(remove(&world, &world.operator, empty.id), Ok(()));
    assert_eq!(remove(&world, &world.operator, empty.id), Err(Error::NotFound));
}

#[test]
fn r33_renaming_the_default_group_does_not_move_it() {
    let world = World::new();
    let own = world.client("Own");
    let default = world.default_group(own.id);
    let renamed = GroupInput { name: Member::Value("Chiefs".into()), ..GroupInput::default() };
    assert!(change(&world, &world.operator, default.id, renamed).unwrap().is_default());
}

#[test]
fn r34_modules_lie_within_the_default_group() {
    let world = World::new();
    let own = world.client("Own");
    let default = world.default_group(own.id);
    change(&world, &world.operator, default.id, modules(&[ACCESS_MANAGEMENT, BILLING])).unwrap();
    let wanted = GroupInput { account: Member::Value(own.id.to_string()), ..input("Finance", &[REPORTS]) };
    assert!(matches!(make(&world, &world.operator, wanted), Err(Error::Invalid(_))));
}

#[test]
fn r34_the_default_group_belongs_to_the_operator_and_keeps_what_is_mandatory() {
    let world = World::new();
    let own = world.client("Own");
    let default = world.default_group(own.id);
    let admin = world.actor(own.id, &[ACCESS_MANAGEMENT, BILLING, REPORTS]);
    assert_eq!(change(&world, &admin, default.id, modules(&[ACCESS_MANAGEMENT])), Err(Error::Forbidden));
    let echoed: Vec<_> = default.modules.iter().copied().collect();
    assert!(
        change(&world, &admin, default.id, modules(&echoed)).is_ok(),
        "repeating what is stored is no write"
    );
    let refused = change(&world, &world.operator, default.id, modules(&[BILLING]));
    assert!(matches!(refused, Err(Error::Invalid(_))), "access management is mandatory");
    let foreign = [ACCESS_MANAGEMENT, crate::module::ACCOUNT_MANAGEMENT];
    assert!(matches!(change(&world, &world.operator, default.id, modules(&foreign)), Err(Error::Invalid(_))));
}

#[test]
fn r34_a_module_taken_away_leaves_groups_and_tokens_in_one_record() {
    let world = World::new();
    let own = world.client("Own");
    let default = world.default_group(own.id);
    let wanted =
        GroupInput { account: Member::Value(own.id.to_string()), ..input("Finance", &[BILLING, REPORTS]) };
    let finance = make(&world, &world.operator, wanted).unwrap();
    let (only, only_value) = world.token(own.id, &[BILLING]);
    let (both, both_value) = world.token(own.id, &[BILLING, REPORTS]);
    assert!(world.authenticate(&both_value).unwrap().actor.modules.contains(&BILLING));
    let before = world.audit_count();
    change(&world, &world.operator, default.id, modules(&[ACCESS_MANAGEMENT, REPORTS])).unwrap();
    assert_eq!(world.audit_count(), before + 1);
    assert_eq!(world.audit()[0].related.len(), 3);
    let (finance, only, both) = world
        .read(&world.operator, move |tx, call| {
            Ok((
                visible(tx, call, finance.id)?,
                crate::api_token::visible(tx, call, only.id)?,
                crate::api_token::visible(tx, call, both.id)?,
            ))
        })
        .unwrap();
    assert_eq!((finance.modules, finance.revision), ([REPORTS].into(), 2));
    assert_eq!((only.revision, both.revision), (2, 2));
    assert_eq!((only.state, only.modules.len()), (TokenState::Disabled, 0));
    assert_eq!((both.state, both.modules), (TokenState::Active, [REPORTS].into()));
    assert_eq!(world.authenticate(&only_value), Err(Error::Unauthenticated));
    assert!(
        !world.authenticate(&both_value).unwrap().actor.modules.contains(&BILLING),
        "acts on the next request"
    );
}

#[test]
fn r33_backoffice_follows_the_default_group_without_what_manages() {
    let world = World::new();
    let operations = world.operations;
    let default = world.default_group(operations);
    let backoffice = Group {
        id: GroupId::new(1_000_001),
        kind: GroupKind::Backoffice,
        name: "Backoffice".parse().unwrap(),
        modules: BTreeSet::new(),
        ..default.clone()
    };
    let (id, revision) = (backoffice.id, backoffice.revision);
    world.write(&world.operator, move |tx, _| Ok(tx.groups().insert(&backoffice)?)).unwrap();
    let read = || world.read(&world.operator, move |tx, call| visible(tx, call, id)).unwrap();
    let narrowed = [ACCESS_MANAGEMENT, crate::module::ACCOUNT_MANAGEMENT, BILLING];
    change(&world, &world.operator, default.id, modules(&narrowed)).unwrap();
    assert_eq!((read().modules, read().revision), ([BILLING].into(), revision + 1));
    change(&world, &world.operator, default.id, modules(&[&narrowed[..], &[REPORTS]].concat())).unwrap();
    assert_eq!((read().modules, read().revision), ([BILLING, REPORTS].into(), revision + 2));
    let fixed = Err(Error::Rule("Name and modules of a built-in group are fixed."));
    assert_eq!(change(&world, &world.operator, id, modules(&[BILLING])), fixed);
    assert_eq!(remove(&world, &world.operator, id), Err(Error::Rule("A built-in group is not deleted.")));
}

#[test]
fn r35_buyers_are_all_none_or_known_ones_of_clients() {
    let world = World::new();
    let (client, vendor) = (world.client("Client"), world.account("Vendor", "Vendor"));
    let with = |account: AccountId, buyers: Member<Vec<String>>| GroupInput {
        account: Member::Value(account.to_string()),
        buyers,
        ..input("Finance", &[])
    };
    let group = make(&world, &world.operator, with(client.id, Member::Value(Vec::new()))).unwrap();
    assert_eq!(group.buyers, Some(BTreeSet::new()));
    let all = GroupInput { buyers: Member::Null, ..GroupInput::default() };
    assert_eq!(change(&world, &world.operator, group.id, all).unwrap().buyers, None);
    let unknown = with(client.id, Member::Value(vec!["BUY-1591-2112".into()]));
    assert!(matches!(make(&world, &world.operator, unknown), Err(Error::Invalid(_))));
    assert!(matches!(
        make(&world, &world.operator, with(vendor.id, Member::Value(Vec::new()))),
        Err(Error::Invalid(_))
    ));
    assert!(make(&world, &world.operator, with(vendor.id, Member::Null)).is_ok());
}
