//! Lists of accounts.

use diesel::prelude::*;
use identity_core::account::{Account, AccountRow, AccountScope, FIELDS};
use identity_core::error::StoreError;
use identity_core::list::{Page, Query};

use super::profile::StoredProfile;
use super::row::StoredAccount;
use crate::list::{Joined, Listing, Sight};
use crate::row::key;
use crate::schema::{account_profiles, accounts};
use crate::sql::Sql;
use crate::unit::Unit;

/// Profiles come with their accounts.
const PROFILES: Joined = Joined {
    prefix: "account_profiles.",
    join: " LEFT JOIN account_profiles ON account_profiles.account_id = accounts.id",
};

/// An account and its profile.
type StoredPair = (StoredAccount, Option<StoredProfile>);

/// One page of what the scope shows.
pub(super) fn page(
    unit: &mut Unit<'_>,
    scope: AccountScope,
    query: &Query<AccountRow>,
) -> Result<Page<Account>, StoreError> {
    let mut sql = Sql::new("accounts.status <> 'Deleted'");
    match scope {
        AccountScope::All => {}
        AccountScope::One(id) | AccountScope::Member { account: id, .. } => {
            sql.push(" AND accounts.id = ").bind(key(id));
        }
        AccountScope::Nothing => return Ok(Page::empty()),
    }
    let person = match scope {
        AccountScope::Member { person, .. } => person.map(key),
        _ => None,
    };
    let sees_account = !matches!(scope, AccountScope::Member { .. });
    let sight = Sight { person, sees_account, ..Sight::default() };
    let listing =
        Listing { registry: &FIELDS, query, from: "accounts", joined: Some(PROFILES), scope: sql, sight };
    let columns = (accounts::all_columns, account_profiles::all_columns.nullable());
    let page = listing.run::<_, StoredPair>(unit, columns, |(row, _)| row.id)?;
    page.try_map(|rows| rows.into_iter().map(|(row, profile)| row.with(profile)).collect())
}
