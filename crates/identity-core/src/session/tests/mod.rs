//! Signing in, going on and ending.

mod cookies;
mod effects;
mod entering;
mod refreshing;
mod signing_in;

use std::sync::Arc;

use super::{Begun, Continued, SignIn};
use crate::actor::Principal;
use crate::audit::Origin;
use crate::error::Error;
use crate::id::{AccountId, UserId};
use crate::secret::Secret;
use crate::testing::contract::block_on;
use crate::testing::{BILLING, PASSWORD, World};

/// A request from this address.
fn from(address: &str) -> Origin {
    Origin { ip: Some(address.into()), ..Origin::default() }
}

fn sign_in_from(world: &World, address: &str, email: &str, password: &str) -> Result<Begun, Error> {
    let (email, password) = (email.to_owned(), Secret::new(password.to_owned()));
    let input = SignIn { email, password, otp: None };
    block_on(world.identity.sign_in(from(address), input, Continued::ByRefresh))
}

fn sign_in(world: &World, email: &str) -> Result<Begun, Error> {
    sign_in_from(world, "192.0.2.1", email, PASSWORD)
}

fn issue(world: &World, begun: &Begun) -> Secret {
    block_on(world.identity.issue(&begun.claims)).unwrap()
}

fn authenticate(world: &World, token: &Secret) -> Result<Arc<Principal>, Error> {
    block_on(world.identity.authenticate(token.expose())).map(|verified| Arc::clone(&verified.principal))
}

/// Mara, a member of a client.
fn mara(world: &World) -> (UserId, AccountId) {
    let account = world.client("Harbour Lane Foods").id;
    let group = world.group(account, "Readers", &[BILLING]);
    (world.join(account, "mara@example.com", &[group]).1.id, account)
}
