//! All commands: a table for each aggregate, a line for each verb.

mod account;
mod audit;
mod buyer;
mod device;
mod domain;
mod domain_token;
mod domain_user;
mod group;
mod job;
mod membership;
mod own;
mod password;
mod session;
mod tenant;
mod token;
mod user;

use super::action::{Action, Found};
use super::actor::By;
use super::dice::Dice;
use super::draw::Draw;
use crate::error::Error;
use crate::list::{Query, Registry, compile};
use crate::membership::{Membership, Minted};
use crate::service::Identity;
use crate::session::{Begun, Claims, Session};
use crate::testing::contract::digest_of;
use crate::testing::differential::query as any_query;
use crate::user::User;

/// A kind of command: who it is for, and how one is drawn, if there is anything that it could be about.
pub(super) struct Verb {
    pub name: &'static str,
    pub by: By,
    pub draw: fn(&Draw<'_>) -> Option<Action>,
    is_refusable: bool,
}

impl Verb {
    const fn new(name: &'static str, by: By, draw: fn(&Draw<'_>) -> Option<Action>) -> Self {
        Self { name, by, draw, is_refusable: true }
    }

    /// One that nothing refuses.
    const fn always(name: &'static str, by: By, draw: fn(&Draw<'_>) -> Option<Action>) -> Self {
        Self { name, by, draw, is_refusable: false }
    }

    pub(super) const fn is_refusable(&self) -> bool {
        self.is_refusable
    }
}

/// The tables. Those that make what others need come more than once.
const TABLES: [&[Verb]; 20] = [
    account::VERBS,
    audit::VERBS,
    buyer::VERBS,
    device::VERBS,
    device::VERBS,
    domain::VERBS,
    domain_token::VERBS,
    domain_user::VERBS,
    group::VERBS,
    group::VERBS,
    job::VERBS,
    membership::VERBS,
    membership::VERBS,
    own::VERBS,
    password::VERBS,
    session::VERBS,
    session::VERBS,
    tenant::VERBS,
    token::VERBS,
    user::VERBS,
];

/// Every verb, some of them more than once.
pub(super) fn all() -> impl Iterator<Item = &'static Verb> {
    TABLES.into_iter().flatten()
}

/// A verb.
pub(super) fn draw(dice: &Dice) -> &'static Verb {
    let table = dice.pick(&TABLES);
    let place = usize::try_from(dice.below(table.len() as u64)).unwrap();
    table.get(place).unwrap()
}

/// A valid query of a list.
fn query<V>(draw: &Draw<'_>, registry: &'static Registry<V>) -> Query<V> {
    let raw = any_query(draw.dice, registry);
    compile(registry, &identity_rql::parse_query(&raw).unwrap(), &digest_of).unwrap()
}

fn minted(minted: Minted) -> ((Membership, User), Vec<Found>) {
    let code = minted.code.map(|code| Found::Invitation(code.code.expose().into()));
    ((minted.membership, minted.user), code.into_iter().collect())
}

fn begun(begun: Begun) -> ((Session, Claims), Vec<Found>) {
    let refresh = begun.secret.map(|secret| Found::Refresh(secret.expose().into()));
    ((begun.session, begun.claims), refresh.into_iter().collect())
}

/// What was begun, and the tokens of it.
async fn session_found(identity: &Identity, opened: Begun) -> Result<((Session, Claims), Vec<Found>), Error> {
    let jwt = identity.issue(&opened.claims).await?;
    let (told, mut found) = begun(opened);
    found.push(Found::Jwt(jwt.expose().into()));
    Ok((told, found))
}
