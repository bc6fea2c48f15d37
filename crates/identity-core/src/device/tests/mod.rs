//! Devices, S-R2, S-R3, S-R8, S-R42, S-R47.

mod credential;
mod link;
mod manage;
mod people;
mod session;
mod shop;
mod sign_in;

use std::sync::Arc;

use super::*;
use crate::actor::Principal;
use crate::error::Error;
use crate::id::AccountId;
use crate::list::Direction;
use crate::testing::World;
use crate::value::Member;

/// An account and an administrator of it, signed in by the web.
fn shop(world: &World) -> (AccountId, Arc<Principal>) {
    let account = world.client("Sport AS").id;
    let group = world.default_group(account).id;
    let (_, user) = world.join(account, "admin@sport.example", &[group]);
    (account, world.person(user.id, Some(account)))
}

fn text(text: &str) -> Member<String> {
    Member::Value(text.into())
}

fn input() -> DeviceInput {
    DeviceInput { app: text("CLIENT"), ..DeviceInput::default() }
}

fn register_as(
    world: &World,
    who: &Arc<Principal>,
    account: AccountId,
    input: DeviceInput,
) -> Result<Registered, Error> {
    world.write(who, move |tx, call| register(tx, call, account, Ok(&input)))
}

fn everything() -> DeviceQuery {
    DeviceQuery {
        store: None,
        status: None,
        order: DeviceOrder::Name,
        direction: Direction::Ascending,
        offset: 0,
        limit: 20,
    }
}
