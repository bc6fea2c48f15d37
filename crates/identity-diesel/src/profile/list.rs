//! Lists of tenant users.

use identity_core::error::StoreError;
use identity_core::id::{AccountId, UserId};
use identity_core::list::{Page, Query};
use identity_core::membership::Membership;
use identity_core::tenant::{FIELDS, TenantUserRow};
use identity_core::timestamp::Timestamp;
use identity_core::user::User;
use identity_core::value::Uid;

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
    run(unit, scope, person, query, now)
}

/// One page of those who can sign in at a device (S-R43). An EXISTS that is not compared may become a join, and repeat
/// rows.
pub(super) fn page_at_device(
    unit: &mut Unit<'_>,
    account: AccountId,
    store: Option<&Uid>,
    query: &Query<TenantUserRow>,
    now: Timestamp,
) -> Result<Page<(Membership, User)>, StoreError> {
    let mut scope = Sql::new("memberships.state = 'Active' AND memberships.account_id = ");
    scope.bind(key(account)).push(
        " AND memberships.kind <> 'Integration' AND users.life = 'Live' AND (EXISTS (SELECT 1 FROM member_pins p \
         WHERE p.membership_id = memberships.id AND NOT p.is_void AND (p.temporary_until IS NULL \
         OR p.temporary_until > ",
    );
    scope.bind_now(now.millis()).push("))) IS TRUE");
    if let Some(store) = store {
        scope
            .push(
                " AND ((EXISTS (SELECT 1 FROM membership_stores s WHERE s.membership_id = memberships.id)) IS FALSE \
                 OR (EXISTS (SELECT 1 FROM membership_stores s WHERE s.membership_id = memberships.id \
                 AND s.store = ",
            )
            .bind(store.as_str())
            .push(
                ")) IS TRUE OR (EXISTS (SELECT 1 FROM membership_groups m JOIN groups g ON g.id = m.group_id \
                 WHERE m.membership_id = memberships.id AND g.kind = 'Administrators')) IS TRUE)",
            );
    }
    run(unit, scope, None, query, now)
}

/// One page of what the scope leaves.
fn run(
    unit: &mut Unit<'_>,
    scope: Sql,
    person: Option<UserId>,
    query: &Query<TenantUserRow>,
    now: Timestamp,
) -> Result<Page<(Membership, User)>, StoreError> {
    let person = person.map(key);
    let sight = Sight { now: now.millis(), person, is_guarded: true, ..Sight::default() };
    let listing = Listing { registry: &FIELDS, query, from: MEMBERS, joined: Some(USERS), scope, sight };
    let columns = (memberships::all_columns, users::all_columns);
    let page = listing.run::<_, (StoredMembership, StoredUser)>(unit, columns, |(row, _)| row.id)?;
    page.try_map(|rows| complete_pairs(unit, rows))
}
