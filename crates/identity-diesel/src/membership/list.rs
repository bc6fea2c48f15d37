//! Lists of memberships.

use identity_core::error::StoreError;
use identity_core::id::AccountId;
use identity_core::list::{Page, Query};
use identity_core::membership::{FIELDS_BY_MEMBERSHIP, Membership, MembershipRow, MembershipScope};
use identity_core::timestamp::Timestamp;
use identity_core::user::User;

use super::groups;
use super::row::StoredMembership;
use crate::list::{Joined, Listing, Sight};
use crate::row::key;
use crate::schema::{memberships, users};
use crate::sql::Sql;
use crate::unit::Unit;
use crate::user::StoredUser;

/// Every membership has its person.
pub(crate) const USERS: Joined =
    Joined { prefix: "users.", join: " JOIN users ON users.id = memberships.user_id" };

/// Rows of deleted accounts are in no list. Within one account that is asked once, not for every row.
fn push_account(sql: &mut Sql, account: Option<AccountId>) {
    match account {
        Some(account) => sql
            .push(" AND memberships.account_id = ")
            .bind(key(account))
            .push(" AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = ")
            .bind(key(account))
            .push(" AND a.status <> 'Deleted')"),
        None => sql.push(
            " AND EXISTS (SELECT 1 FROM accounts a \
             WHERE a.id = memberships.account_id AND a.status <> 'Deleted')",
        ),
    };
}

/// The condition of the scope, and how its members are seen; `None` when it is empty.
fn scoped(scope: MembershipScope, within: Option<AccountId>, now: Timestamp) -> Option<(Sql, Sight)> {
    let mut sql = Sql::new("memberships.state <> 'Deleted'");
    let sight = Sight { now: now.millis(), ..Sight::default() };
    let sight = match scope {
        MembershipScope::All => {
            push_account(&mut sql, within);
            Sight { sees_all: true, ..sight }
        }
        MembershipScope::Person(person) => {
            sql.push(" AND memberships.user_id = ").bind(key(person));
            push_account(&mut sql, within);
            Sight { person: Some(key(person)), ..sight }
        }
        MembershipScope::Account { account, person: None } => {
            if within.is_some_and(|within| within != account) {
                return None;
            }
            push_account(&mut sql, Some(account));
            Sight { account: Some(key(account)), is_guarded: true, ..sight }
        }
        MembershipScope::Account { account, person: Some(person) } => {
            if within != Some(account) {
                sql.push(" AND memberships.id IN (SELECT m.id FROM memberships m WHERE m.account_id = ")
                    .bind(key(account))
                    .push(" AND m.state <> 'Deleted' UNION ALL SELECT m.id FROM memberships m WHERE m.user_id = ")
                    .bind(key(person))
                    .push(")");
            }
            push_account(&mut sql, within);
            Sight { account: Some(key(account)), person: Some(key(person)), is_guarded: true, ..sight }
        }
        MembershipScope::Nothing => return None,
    };
    Some((sql, sight))
}

/// One page of what the scope shows. Both registries agree in all that is not a field.
pub(super) fn page(
    unit: &mut Unit<'_>,
    scope: MembershipScope,
    within: Option<AccountId>,
    query: &Query<MembershipRow>,
    now: Timestamp,
) -> Result<Page<(Membership, User)>, StoreError> {
    let Some((scope, sight)) = scoped(scope, within, now) else {
        return Ok(Page::empty());
    };
    let listing = Listing {
        registry: &FIELDS_BY_MEMBERSHIP,
        query,
        from: "memberships",
        joined: Some(USERS),
        scope,
        sight,
    };
    let columns = (memberships::all_columns, users::all_columns);
    let page = listing.run::<_, (StoredMembership, StoredUser)>(unit, columns, |(row, _)| row.id)?;
    page.try_map(|rows| complete_pairs(unit, rows))
}

/// Memberships with their groups, and their people, in the same order.
pub(crate) fn complete_pairs(
    unit: &mut Unit<'_>,
    rows: Vec<(StoredMembership, StoredUser)>,
) -> Result<Vec<(Membership, User)>, StoreError> {
    let (memberships, users): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let memberships = unit.look(|any| groups::complete_all(any, memberships))?;
    let pairs = memberships.into_iter().zip(users);
    pairs.map(|(membership, user)| Ok((membership, User::try_from(user)?))).collect()
}
