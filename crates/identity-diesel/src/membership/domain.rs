//! Members as the Provisioning API knows them.

use diesel::prelude::*;
use identity_core::domain::Window;
use identity_core::id::AccountId;
use identity_core::membership::Membership;
use identity_core::user::User;

use super::groups;
use super::row::StoredMembership;
use crate::any::AnyConnection;
use crate::condition::{DomainUser, Owner};
use crate::error::Fault;
use crate::row::key;
use crate::schema::{memberships, users};
use crate::user::StoredUser;

/// The owner of the account.
pub(super) fn owner(any: &mut AnyConnection, account: AccountId) -> Result<Option<Membership>, Fault> {
    let owner = memberships::table.filter(memberships::account_id.eq(key(account))).filter(Owner);
    let row = owner.get_result::<StoredMembership>(any).optional()?;
    row.map(|row| groups::complete(any, row)).transpose()
}

/// How many there are.
pub(super) fn count(any: &mut AnyConnection, account: AccountId) -> Result<u64, Fault> {
    let own = memberships::table.filter(memberships::account_id.eq(key(account))).filter(DomainUser);
    let count: i64 = own.count().get_result(any)?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// The part of them that is asked for, by e-mail.
pub(super) fn users(
    any: &mut AnyConnection,
    account: AccountId,
    window: Window,
) -> Result<Vec<(Membership, User)>, Fault> {
    let rows = memberships::table
        .inner_join(users::table)
        .filter(memberships::account_id.eq(key(account)))
        .filter(DomainUser)
        .order((users::email, memberships::id))
        .limit(window.limit.map_or(i64::MAX, i64::from))
        .offset(i64::try_from(window.offset).unwrap_or(i64::MAX))
        .select((memberships::all_columns, users::all_columns))
        .load::<(StoredMembership, StoredUser)>(any)?;
    let (rows, people): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let pair = |(membership, person): (Membership, StoredUser)| Ok((membership, person.try_into()?));
    groups::complete_all(any, rows)?.into_iter().zip(people).map(pair).collect()
}
