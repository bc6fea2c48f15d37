//! Lists of API tokens.

use identity_core::actor::ActorRef;
use identity_core::api_token::{ApiToken, FIELDS, TokenRow, TokenScope};
use identity_core::error::StoreError;
use identity_core::id::AccountId;
use identity_core::list::{Page, Query};
use identity_core::timestamp::Timestamp;

use super::parts;
use super::row::StoredToken;
use crate::list::{Listing, Sight};
use crate::row::key;
use crate::schema::api_tokens;
use crate::sql::{Bind, Sql};
use crate::unit::Unit;

/// What is in any scope: API tokens only (R41). Kinds are named that are none, because SQLite takes an equality for more
/// telling than an index that gives the order.
const LISTED: &str = "api_tokens.state <> 'Deleted' AND api_tokens.kind NOT IN ('integration', 'hmac')";

fn of_account(account: AccountId) -> Sql {
    let mut sql = Sql::new(
        "api_tokens.state <> 'Deleted' AND api_tokens.kind NOT IN ('integration', 'hmac') AND api_tokens.account_id = ",
    );
    sql.bind(key(account))
        .push(" AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = ")
        .bind(key(account))
        .push(" AND a.status <> 'Deleted')");
    sql
}

/// The condition of the scope; `None` when it is empty.
fn scoped(scope: TokenScope) -> Option<Sql> {
    match scope {
        TokenScope::All => {
            let mut sql = Sql::new(LISTED);
            sql.push(
                " AND EXISTS (SELECT 1 FROM accounts a \
                 WHERE a.id = api_tokens.account_id AND a.status <> 'Deleted')",
            );
            Some(sql)
        }
        TokenScope::Account(account) => Some(of_account(account)),
        TokenScope::Linked { account, token, person } => {
            let mut sql = of_account(account);
            let creators = [token.map(ActorRef::Token), person.map(ActorRef::User)];
            sql.push(" AND (api_tokens.id = ")
                .bind(Bind::Number(token.map(key)))
                .push(" OR api_tokens.holder_id = ")
                .bind(Bind::Number(person.map(key)));
            for creator in creators.into_iter().flatten() {
                sql.push(" OR api_tokens.creator = ").bind(Bind::Text(creator.to_string()));
            }
            sql.push(")");
            Some(sql)
        }
        TokenScope::Nothing => None,
    }
}

/// One page of what the scope shows.
pub(super) fn page(
    unit: &mut Unit<'_>,
    scope: TokenScope,
    query: &Query<TokenRow>,
    now: Timestamp,
) -> Result<Page<ApiToken>, StoreError> {
    let is_guarded = scope != TokenScope::All;
    let Some(scope) = scoped(scope) else { return Ok(Page::empty()) };
    let sight = Sight { now: now.millis(), is_guarded, ..Sight::default() };
    let listing = Listing { registry: &FIELDS, query, from: "api_tokens", joined: None, scope, sight };
    let page = listing.run::<_, StoredToken>(unit, api_tokens::all_columns, |row| row.id)?;
    page.try_map(|rows| unit.look(|any| parts::complete_all(any, rows)))
}
