//! Rules of buyers, R35 and R42–R47, against the in-memory store.

mod groups;
mod manage;
mod visibility;

use std::sync::Arc;

use super::*;
use crate::actor::Principal;
use crate::error::Error;
use crate::module::ACCESS_MANAGEMENT;
use crate::testing::World;
use crate::value::{AddressInput, Member};

fn sent(text: impl ToString) -> Member<String> {
    Member::Value(text.to_string())
}

fn address() -> AddressInput {
    AddressInput {
        line1: sent("12 Quay Street"),
        post_code: sent("1200-109"),
        city: sent("Lisbon"),
        state: sent("Lisboa"),
        country: sent("PT"),
        ..AddressInput::default()
    }
}

/// What creation needs, and an account.
fn whole(name: &str, account: Option<AccountId>) -> BuyerInput {
    BuyerInput {
        name: sent(name),
        address: Member::Value(address()),
        account: account.map_or(Member::Absent, sent),
        ..BuyerInput::default()
    }
}

/// Both identifiers of the ERP.
fn erp(contact: &str) -> Member<ExternalIdsInput> {
    Member::Value(ExternalIdsInput {
        erp_company_contact: sent(contact),
        erp_customer: sent("CU-1"),
        ..ExternalIdsInput::default()
    })
}

fn make(world: &World, input: BuyerInput) -> Result<Buyer, Error> {
    world.write(&world.operator, move |tx, call| create(tx, call, Ok(&input)))
}

fn made(world: &World, name: &str, account: Option<AccountId>) -> Buyer {
    make(world, whole(name, account)).unwrap()
}

fn change(world: &World, who: &Arc<Principal>, id: BuyerId, input: BuyerInput) -> Result<Buyer, Error> {
    world.write(who, move |tx, call| update(tx, call, id, Ok(&input)))
}

fn verb(world: &World, who: &Arc<Principal>, id: BuyerId, verb: BuyerVerb) -> Result<Buyer, Error> {
    verb_with(world, who, id, verb, BuyerInput::default())
}

fn verb_with(
    world: &World,
    who: &Arc<Principal>,
    id: BuyerId,
    verb: BuyerVerb,
    input: BuyerInput,
) -> Result<Buyer, Error> {
    world.write(who, move |tx, call| steer(tx, call, id, verb, Ok(&input)))
}

fn hand_over(world: &World, who: &Arc<Principal>, id: BuyerId, to: Member<String>) -> Result<Buyer, Error> {
    world.write(who, move |tx, call| transfer(tx, call, id, Ok(&to)))
}

fn remove(world: &World, who: &Arc<Principal>, id: BuyerId) -> Result<(), Error> {
    world.write(who, move |tx, call| delete(tx, call, id))
}

fn find(world: &World, who: &Arc<Principal>, id: BuyerId) -> Result<Buyer, Error> {
    world.read(who, move |tx, call| visible(tx, call, id))
}

fn keys(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(violations) | Error::Conflict(violations) => {
            violations.iter().map(|(path, _)| path.to_owned()).collect()
        }
        other => panic!("{other:?} has no keys"),
    }
}

/// A+ of the account.
fn admin(world: &World, account: AccountId) -> Arc<Principal> {
    world.actor(account, &[ACCESS_MANAGEMENT])
}
