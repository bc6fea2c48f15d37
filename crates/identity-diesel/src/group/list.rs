//! Lists of groups.

use identity_core::error::StoreError;
use identity_core::group::{FIELDS, Group, GroupRow, GroupScope};
use identity_core::id::AccountId;
use identity_core::list::{Page, Query};

use super::parts;
use super::row::StoredGroup;
use crate::list::{Listing, Sight};
use crate::row::key;
use crate::schema::groups;
use crate::sql::Sql;
use crate::unit::Unit;

fn of_account(account: AccountId) -> Sql {
    let mut sql = Sql::new("groups.account_id = ");
    sql.bind(key(account))
        .push(" AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = ")
        .bind(key(account))
        .push(" AND a.status <> 'Deleted')");
    sql
}

/// How members of the groups are seen: all of them, those of the account, or only oneself (R2).
fn sight(scope: GroupScope) -> Sight {
    match scope {
        GroupScope::All => Sight { sees_all: true, sees_account: true, ..Sight::default() },
        GroupScope::Account { person, .. } => {
            Sight { person: person.map(key), sees_account: true, ..Sight::default() }
        }
        GroupScope::OfMember(_, person) => Sight { person: Some(key(person)), ..Sight::default() },
        GroupScope::Nothing => Sight::default(),
    }
}

/// The condition of the scope; `None` when it is empty.
fn scoped(scope: GroupScope) -> Option<Sql> {
    match scope {
        GroupScope::All => Some(Sql::new(
            "EXISTS (SELECT 1 FROM accounts a WHERE a.id = groups.account_id AND a.status <> 'Deleted')",
        )),
        GroupScope::Account { account, .. } => Some(of_account(account)),
        GroupScope::OfMember(account, person) => {
            let mut sql = of_account(account);
            sql.push(
                " AND groups.id IN (SELECT l.group_id FROM membership_groups l \
                 JOIN memberships m ON m.id = l.membership_id WHERE m.account_id = ",
            )
            .bind(key(account))
            .push(" AND m.user_id = ")
            .bind(key(person))
            .push(" AND m.state <> 'Deleted')");
            Some(sql)
        }
        GroupScope::Nothing => None,
    }
}

/// One page of what the scope shows.
pub(super) fn page(
    unit: &mut Unit<'_>,
    scope: GroupScope,
    query: &Query<GroupRow>,
) -> Result<Page<Group>, StoreError> {
    let sight = sight(scope);
    let Some(scope) = scoped(scope) else { return Ok(Page::empty()) };
    let listing = Listing { registry: &FIELDS, query, from: "groups", joined: None, scope, sight };
    let page = listing.run::<_, StoredGroup>(unit, groups::all_columns, |row| row.id)?;
    page.try_map(|rows| unit.look(|any| parts::complete_all(any, rows)))
}
