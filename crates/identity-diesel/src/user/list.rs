//! Lists of people.

use identity_core::error::StoreError;
use identity_core::list::{Page, Query};
use identity_core::timestamp::Timestamp;
use identity_core::user::{FIELDS, User, UserRow, UserScope};

use super::StoredUser;
use crate::list::{Listing, Sight};
use crate::row::key;
use crate::schema::users;
use crate::sql::{Bind, Sql};
use crate::unit::Unit;

/// The condition of the scope, and how its members are seen; `None` when it is empty.
fn scoped(scope: UserScope, now: Timestamp) -> Option<(Sql, Sight)> {
    let mut sql = Sql::new("users.life <> 'Deleted'");
    let sight = Sight { now: now.millis(), ..Sight::default() };
    let sight = match scope {
        UserScope::All => Sight { sees_all: true, ..sight },
        UserScope::One(person) => {
            sql.push(" AND users.id = ").bind(key(person));
            Sight { person: Some(key(person)), ..sight }
        }
        UserScope::Members { account, person } => {
            let person = person.map(key);
            sql.push(" AND users.id IN (SELECT m.user_id FROM memberships m WHERE m.account_id = ")
                .bind(key(account))
                .push(" AND m.state <> 'Deleted' UNION ALL SELECT u.id FROM users u WHERE u.id = ")
                .bind(Bind::Number(person))
                .push(")");
            Sight { account: Some(key(account)), person, is_guarded: true, ..sight }
        }
        UserScope::Nothing => return None,
    };
    Some((sql, sight))
}

/// One page of what the scope shows.
pub(super) fn page(
    unit: &mut Unit<'_>,
    scope: UserScope,
    query: &Query<UserRow>,
    now: Timestamp,
) -> Result<Page<User>, StoreError> {
    let Some((scope, sight)) = scoped(scope, now) else {
        return Ok(Page::empty());
    };
    let listing = Listing { registry: &FIELDS, query, from: "users", joined: None, scope, sight };
    let page = listing.run::<_, StoredUser>(unit, users::all_columns, |row| row.id)?;
    page.try_map(|rows| rows.into_iter().map(User::try_from).collect())
}
