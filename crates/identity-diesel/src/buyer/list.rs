//! Which buyers a scope shows, one by one and in lists (R44).

use diesel::prelude::*;
use identity_core::buyer::{Buyer, BuyerRow, BuyerScope, FIELDS};
use identity_core::error::StoreError;
use identity_core::id::{AccountId, BuyerId};
use identity_core::list::{Page, Query};

use super::parts;
use super::row::StoredBuyer;
use crate::list::{Listing, Sight};
use crate::row::{key, keys};
use crate::schema::buyers;
use crate::sql::{Bind, Select, Sql};
use crate::unit::Unit;

fn of_account(account: AccountId) -> Sql {
    let mut sql = Sql::new("buyers.status <> 'Deleted' AND buyers.account_id = ");
    sql.bind(key(account))
        .push(" AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = ")
        .bind(key(account))
        .push(" AND a.status <> 'Deleted')");
    sql
}

/// The condition of the scope; `None` when it is empty.
pub(super) fn scoped(scope: BuyerScope) -> Option<Sql> {
    match scope {
        BuyerScope::All => Some(Sql::new(
            "buyers.status <> 'Deleted' AND NOT EXISTS (SELECT 1 FROM accounts a \
             WHERE a.id = buyers.account_id AND a.status = 'Deleted')",
        )),
        BuyerScope::Account(account) => Some(of_account(account)),
        BuyerScope::OfMember(account, person) => {
            let mut sql = of_account(account);
            let mut of_person = Sql::new(
                " FROM memberships m JOIN membership_groups l ON l.membership_id = m.id WHERE m.account_id = ",
            );
            of_person
                .bind(key(account))
                .push(" AND m.user_id = ")
                .bind(key(person))
                .push(" AND m.state <> 'Deleted'");
            sql.push(" AND (EXISTS (SELECT 1")
                .append(&of_person)
                .push(
                    " AND EXISTS (SELECT 1 FROM groups g WHERE g.id = l.group_id AND NOT g.is_buyer_limited)) \
                     OR EXISTS (SELECT 1",
                )
                .append(&of_person)
                .push(
                    " AND EXISTS (SELECT 1 FROM group_buyers b WHERE b.group_id = l.group_id \
                     AND b.buyer_id = buyers.id)))",
                );
            Some(sql)
        }
        BuyerScope::Nothing => None,
    }
}

/// Those among the identifiers that the scope shows.
pub(super) fn some(
    unit: &mut Unit<'_>,
    scope: BuyerScope,
    ids: &[BuyerId],
) -> Result<Vec<Buyer>, StoreError> {
    let Some(scope) = scoped(scope).filter(|_| !ids.is_empty()) else { return Ok(Vec::new()) };
    let mut rest = Sql::new(" FROM buyers WHERE buyers.id IN (");
    rest.bind_list(keys(ids).into_iter().map(Bind::from)).push(") AND ").append(&scope);
    unit.look(|any| {
        let rows = Select { columns: buyers::all_columns, rest, is_kept: true }.load::<StoredBuyer>(any)?;
        parts::complete_all(any, rows)
    })
}

/// One page of what the scope shows.
pub(super) fn page(
    unit: &mut Unit<'_>,
    scope: BuyerScope,
    query: &Query<BuyerRow>,
) -> Result<Page<Buyer>, StoreError> {
    let sight = Sight { is_guarded: scope != BuyerScope::All, ..Sight::default() };
    let Some(scope) = scoped(scope) else { return Ok(Page::empty()) };
    let listing = Listing { registry: &FIELDS, query, from: "buyers", joined: None, scope, sight };
    let page = listing.run::<_, StoredBuyer>(unit, buyers::all_columns, |row| row.id)?;
    page.try_map(|rows| unit.look(|any| parts::complete_all(any, rows)))
}
