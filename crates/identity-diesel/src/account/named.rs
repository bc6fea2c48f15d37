//! Accounts by their names in the Provisioning API.

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
    naming: Naming<'_>,
) -> Result<Vec<AccountId>, Fault> {
    let named = accounts::table
        .filter(accounts::slug.eq(slug.as_str()))
        .filter(LiveAccount)
        .select(accounts::id)
        .limit(2);
    let ids: Vec<i64> = match naming {
        Naming::Root => named.filter(accounts::parent_id.is_null()).load(any)?,
        Naming::Below(parent) => named.filter(accounts::parent_id.eq(key(parent))).load(any)?,
        Naming::BelowNamed(parent) => {
            let parents = above
                .filter(above.field(accounts::slug).eq(parent.as_str()))
                .select(above.field(accounts::id).nullable());
            named.filter(accounts::parent_id.eq_any(parents)).load(any)?
        }
        Naming::Anywhere => named.load(any)?,
    };
    let id = |id| Place::<AccountId>::new("accounts", id).id("id", id);
    Ok(ids.into_iter().map(id).collect::<Result<_, _>>()?)
}
