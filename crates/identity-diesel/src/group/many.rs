//! Several groups by identifier, as far as a scope shows them.

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::group::{Group, GroupScope};
use identity_core::id::{AccountId, GroupId, UserId};

use super::parts;
use super::row::StoredGroup;
use crate::any::AnyConnection;
use crate::condition::{LiveAccount, LiveMembership};
use crate::dialect::{Kept, padded};
use crate::error::Fault;
use crate::row::{key, keys};
use crate::schema::{accounts, groups, membership_groups, memberships};
use crate::unit::Unit;

/// Those among the identifiers that the scope shows.
pub(super) fn find_many_in(
    unit: &mut Unit<'_>,
    scope: GroupScope,
    ids: &[GroupId],
) -> Result<Vec<Group>, StoreError> {
    let (account, person) = match scope {
        GroupScope::All => (None, None),
        GroupScope::Account { account, .. } => (Some(account), None),
        GroupScope::OfMember(account, person) => (Some(account), Some((account, person))),
        GroupScope::Nothing => return Ok(Vec::new()),
    };
    unit.look(|any| {
        let ids = match person {
            Some((account, person)) => of_member(any, account, person, ids)?,
            None => keys(ids),
        };
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let live = groups::table
            .inner_join(accounts::table)
            .filter(groups::id.eq_any(padded(ids)))
            .filter(LiveAccount)
            .select(groups::all_columns);
        let mut rows = Kept(live).load::<StoredGroup>(any)?;
        rows.retain(|row| account.is_none_or(|account| row.account_id == key(account)));
        parts::complete_all(any, rows)
    })
}

/// Those among the identifiers that the person has in the account.
fn of_member(
    any: &mut AnyConnection,
    account: AccountId,
    person: UserId,
    ids: &[GroupId],
) -> Result<Vec<i64>, Fault> {
    let own = membership_groups::table
        .inner_join(memberships::table)
        .filter(memberships::account_id.eq(key(account)))
        .filter(memberships::user_id.eq(key(person)))
        .filter(LiveMembership)
        .select(membership_groups::group_id);
    let own = own.load::<i64>(any)?;
    Ok(keys(ids).into_iter().filter(|id| own.contains(id)).collect())
}
