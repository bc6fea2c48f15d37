//! Lists of domains, by full name.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use identity_core::account::{Account, DomainScope};
use identity_core::error::StoreError;
use identity_core::value::AccountSlug;

use super::profile::StoredProfile;
use super::row::StoredAccount;
use crate::row::key;
use crate::schema::{account_profiles, accounts};
use crate::sql::{Literal, Select, Sql};
use crate::unit::Unit;

diesel::alias!(accounts as above: Above);

/// An account, its profile, and the slug of its parent.
type StoredDomain = (StoredAccount, Option<StoredProfile>, Option<String>);

fn condition(scope: DomainScope) -> Sql {
    let mut condition = Sql::new(" WHERE accounts.status <> 'Deleted' AND accounts.kind <> 'Operations'");
    if let DomainScope::Below(parent) = scope {
        condition.push(" AND accounts.parent_id = ").bind(key(parent));
    }
    condition
}

/// How many there are.
pub(super) fn count(unit: &mut Unit<'_>, scope: DomainScope) -> Result<u64, StoreError> {
    let mut rest = Sql::new(" FROM accounts");
    rest.append(&condition(scope));
    unit.counted(rest, |unit, rest| {
        let columns = Literal::<BigInt>::new("COUNT(*)");
        let total = unit.look(|any| Ok(Select { columns, rest, is_kept: true }.get_result::<i64>(any)?))?;
        Ok(u64::try_from(total).unwrap_or(0))
    })
}

/// Rows of the list. What precedes the parent's slug in a full name ends with an `@`, which no slug has, so that the two
/// parts one after the other put full names in order.
pub(super) fn rows(
    unit: &mut Unit<'_>,
    scope: DomainScope,
    limit: u32,
    offset: u64,
) -> Result<Vec<(Account, Option<AccountSlug>)>, StoreError> {
    let mut rest = Sql::new(
        " FROM accounts LEFT JOIN account_profiles ON account_profiles.account_id = accounts.id \
         LEFT JOIN accounts above ON above.id = accounts.parent_id",
    );
    rest.append(&condition(scope))
        .push(
            " ORDER BY CASE WHEN accounts.parent_id IS NULL THEN accounts.slug ELSE accounts.slug || '@' END, \
             above.slug, accounts.id",
        )
        .limit(limit)
        .push(" OFFSET ")
        .bind(i64::try_from(offset).unwrap_or(i64::MAX));
    let parent_slug = above.field(accounts::slug);
    let columns = (accounts::all_columns, account_profiles::all_columns.nullable(), parent_slug);
    let rows = unit.look(|any| Ok(Select { columns, rest, is_kept: true }.load::<StoredDomain>(any)?))?;
    let domain =
        |(row, profile, parent): StoredDomain| Ok((row.with(profile)?, parent.map(AccountSlug::from_stored)));
    rows.into_iter().map(domain).collect()
}
