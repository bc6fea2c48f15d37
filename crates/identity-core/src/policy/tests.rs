//! What is invisible does not exist, and what is visible may still be forbidden: R3, R4.

use std::sync::Arc;

use super::*;
use crate::actor::Principal;
use crate::error::{Error, REFERENCE_NOT_FOUND};
use crate::group::{GroupInput, GroupWants};
use crate::id::{AccountId, GroupId};
use crate::list::Query;
use crate::module::ACCESS_MANAGEMENT;
use crate::testing::{BILLING, World};
use crate::value::Member;

fn rename(world: &World, who: &Arc<Principal>, id: GroupId) -> Result<(), Error> {
    let input = GroupInput { name: Member::Value("Renamed".into()), ..GroupInput::default() };
    world.write(who, move |tx, call| crate::group::update(tx, call, id, Ok(&input)).map(drop))
}

fn groups_total(world: &World, who: &Arc<Principal>) -> u64 {
    let everything = Query::everything(&crate::group::FIELDS);
    let wants = GroupWants::default();
    world.read(who, move |tx, call| crate::group::list(tx, call, &everything, &wants)).unwrap().total
}

fn create_in(world: &World, who: &Arc<Principal>, account: AccountId) -> Result<(), Error> {
    let input = GroupInput {
        name: Member::Value("Finance".into()),
        account: Member::Value(account.to_string()),
        ..GroupInput::default()
    };
    world.write(who, move |tx, call| crate::group::create(tx, call, Ok(&input)).map(drop))
}

#[test]
fn r3_the_invisible_is_like_nothing_in_paths_bodies_and_totals() {
    let world = World::new();
    let (own, foreign) = (world.client("Own"), world.client("Foreign"));
    let admin = world.actor(own.id, &[ACCESS_MANAGEMENT]);
    let there = world.default_group(foreign.id).id;
    let nowhere = GroupId::new(99_999_998);
    assert_eq!(rename(&world, &admin, there), Err(Error::NotFound));
    assert_eq!(rename(&world, &admin, nowhere), rename(&world, &admin, there));
    let not_found = Err(Error::invalid("account.id", REFERENCE_NOT_FOUND));
    assert_eq!(create_in(&world, &admin, foreign.id), not_found);
    assert_eq!(create_in(&world, &admin, AccountId::new(99_999_998)), not_found);
    assert_eq!(create_in(&world, &admin, own.id), Ok(()), "the control");
    assert_eq!(groups_total(&world, &admin), 2, "the default group and the new one");
    assert!(groups_total(&world, &world.operator) > 2, "the control");
}

#[test]
fn r4_forbidden_is_said_of_what_is_visible_and_lists_are_narrowed_instead() {
    let world = World::new();
    let own = world.client("Own");
    let default = world.default_group(own.id).id;
    let admin = world.actor(own.id, &[ACCESS_MANAGEMENT]);
    let plain = world.actor(own.id, &[BILLING]);
    assert_eq!(rename(&world, &admin, default), Ok(()), "the control");
    assert_eq!(rename(&world, &plain, default), Err(Error::NotFound), "a token belongs to no group (R2)");
    assert_eq!(create_in(&world, &plain, own.id), Err(Error::Forbidden), "a verb of the collection");
    assert_eq!(groups_total(&world, &plain), 0);
    let (_, mara) = world.join(own.id, "mara@example.com", &[default]);
    let inside = world.person(mara.id, Some(own.id));
    assert_eq!(rename(&world, &inside, default), Ok(()), "its modules make a member an administrator");
    let narrow = world.group(own.id, "Readers", &[BILLING]);
    let (_, tom) = world.join(own.id, "tom@example.com", &[narrow]);
    let member = world.person(tom.id, Some(own.id));
    assert_eq!(rename(&world, &member, narrow), Err(Error::Forbidden), "his own group is visible to him");
    assert_eq!(rename(&world, &member, default), Err(Error::NotFound));
    assert_eq!(groups_total(&world, &member), 1);
}

#[test]
fn r4_a_body_is_not_read_before_rights_are_judged() {
    let world = World::new();
    let own = world.client("Own");
    let plain = world.actor(own.id, &[BILLING]);
    let unread = |who: &Arc<Principal>| {
        world.write(who, |tx, call| crate::group::create(tx, call, Err(Error::Unread)).map(drop))
    };
    assert_eq!(unread(&plain), Err(Error::Forbidden));
    assert_eq!(unread(&world.operator), Err(Error::Unread));
}

#[test]
fn rights_in_other_accounts_come_from_operations_alone() {
    let world = World::new();
    let (own, foreign) = (world.client("Own"), world.client("Foreign"));
    let admin = world.actor(own.id, &[ACCESS_MANAGEMENT]);
    let operations_admin = world.actor(world.operations, &[ACCESS_MANAGEMENT]);
    for action in Action::ALL {
        let there = Target { account: Some(foreign.id), person: None };
        assert!(!permits(&admin.actor, *action, there), "{action:?}");
        assert!(!permits(&operations_admin.actor, *action, there), "{action:?}: O− is no operator");
    }
}
