//! Accounts by their names in the Provisioning API.

use diesel::dsl::exists;
use diesel::prelude::*;
use identity_core::account::Naming;
use identity_core::id::AccountId;
use identity_core::value::AccountSlug;

use crate::any::AnyConnection;
use crate::condition::LiveAccount;
use crate::error::Fault;
use crate::row::{Place, key};
use crate::schema::accounts;

diesel::alias!(accounts as above: Above);

/// Non-deleted accounts of that slug, at most two.
pub(super) fn ids(
    any: &mut AnyConnection,
    slug: &AccountSlug,
    naming: &Naming,
) -> Result<Vec<AccountId>, Fault> {
    let named = accounts::table
        .filter(accounts::slug.eq(slug.as_str()))
        .filter(LiveAccount)
        .select(accounts::id)
        .limit(2);
    let ids: Vec<i64> = match naming {
        Naming::Root => named.filter(accounts::parent_id.is_null()).load(any)?,
        Naming::Below(parent) => named.filter(accounts::parent_id.eq(key(*parent))).load(any)?,
        Naming::BelowNamed(parent) => {
            let parents = above
                .filter(above.field(accounts::slug).eq(parent.as_str()))
                .select(above.field(accounts::id).nullable());
            named.filter(accounts::parent_id.eq_any(parents)).load(any)?
        }
        Naming::Anywhere => named.load(any)?,
    };
    numbered(ids)
}

fn numbered(ids: Vec<i64>) -> Result<Vec<AccountId>, Fault> {
    let id = |id| Place::<AccountId>::new("accounts", id).id("id", id);
    Ok(ids.into_iter().map(id).collect::<Result<_, _>>()?)
}

/// Whether an account below the parent, deleted or not, has the slug.
pub(super) fn is_taken(
    any: &mut AnyConnection,
    parent: Option<AccountId>,
    slug: &AccountSlug,
) -> Result<bool, Fault> {
    let named = accounts::table.filter(accounts::slug.eq(slug.as_str()));
    Ok(match parent {
        None => diesel::select(exists(named.filter(accounts::parent_id.is_null()))).get_result(any)?,
        Some(parent) => {
            diesel::select(exists(named.filter(accounts::parent_id.eq(key(parent))))).get_result(any)?
        }
    })
}

/// Non-deleted accounts without a slug.
pub(super) fn unnamed(any: &mut AnyConnection, limit: u32) -> Result<Vec<AccountId>, Fault> {
    let unnamed = accounts::table
        .filter(accounts::slug.is_null())
        .filter(LiveAccount)
        .select(accounts::id)
        .limit(limit.into());
    numbered(unnamed.load(any)?)
}
