//! Several people by identifier, as far as a scope shows them.

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::id::{AccountId, UserId};
use identity_core::user::{User, UserScope};

use super::StoredUser;
use crate::any::AnyConnection;
use crate::condition::{LiveMembership, LiveUser};
use crate::dialect::{Kept, padded};
use crate::error::Fault;
use crate::row::{key, keys};
use crate::schema::{memberships, users};
use crate::unit::Unit;

/// Those among the identifiers that the scope shows.
pub(super) fn find_many_in(
    unit: &mut Unit<'_>,
    scope: UserScope,
    ids: &[UserId],
) -> Result<Vec<User>, StoreError> {
    unit.look(|any| {
        let ids = match scope {
            UserScope::All => keys(ids),
            UserScope::Members { account, person } => members(any, account, person, ids)?,
            UserScope::One(person) => keys(ids).into_iter().filter(|id| *id == key(person)).collect(),
            UserScope::Nothing => Vec::new(),
        };
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let live = users::table.filter(users::id.eq_any(padded(ids))).filter(LiveUser);
        let rows = Kept(live).load::<StoredUser>(any)?;
        Ok(rows.into_iter().map(User::try_from).collect::<Result<_, _>>()?)
    })
}

/// Those among the identifiers that are members of the account, or who ask.
fn members(
    any: &mut AnyConnection,
    account: AccountId,
    person: Option<UserId>,
    ids: &[UserId],
) -> Result<Vec<i64>, Fault> {
    let found = memberships::table
        .filter(memberships::account_id.eq(key(account)))
        .filter(memberships::user_id.eq_any(padded(keys(ids))))
        .filter(LiveMembership)
        .select(memberships::user_id);
    let mut found = Kept(found).load::<i64>(any)?;
    found.extend(person.filter(|person| ids.contains(person)).map(key));
    Ok(found)
}
