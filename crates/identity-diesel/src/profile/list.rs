//! Lists of tenant users.

use identity_core::error::StoreError;
use identity_core::id::{AccountId, UserId};
use identity_core::list::{Page, Query};
use identity_core::membership::Membership;
use identity_core::tenant::{FIELDS, TenantUserRow};
use identity_core::timestamp::Timestamp;
use identity_core::user::User;

use crate::list::{Listing, Sight};
use crate::membership::{StoredMembership, USERS, complete_pairs};
use crate::row::key;
use crate::schema::{memberships, users};
use crate::sql::Sql;
use crate::unit::Unit;
use crate::user::StoredUser;

/// A member has one profile at most, so the join adds no rows.
const MEMBERS: &str =
    "memberships LEFT JOIN membership_profiles ON membership_profiles.membership_id = memberships.id";

/// One page of the non-deleted members of an account.
pub(super) fn page(
    unit: &mut Unit<'_>,
    account: AccountId,
    person: Option<UserId>,
    query: &Query<TenantUserRow>,
    now: Timestamp,
) -> Result<Page<(Membership, User)>, StoreError> {
    let mut scope = Sql::new("memberships.state <> 'Deleted' AND memberships.account_id = ");
    scope.bind(key(account));
    let person = person.map(key);
    let sight = Sight { now: now.millis(), person, is_guarded: true, ..Sight::default() };
    let listing = Listing { registry: &FIELDS, query, from: MEMBERS, joined: Some(USERS), scope, sight };
    let columns = (memberships::all_columns, users::all_columns);
    let page = listing.run::<_, (StoredMembership, StoredUser)>(unit, columns, |(row, _)| row.id)?;
    page.try_map(|rows| complete_pairs(unit, rows))
}
