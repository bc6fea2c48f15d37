//! Lists of audit records.

use identity_core::audit::{AuditRecord, AuditRow, AuditScope, FIELDS};
use identity_core::error::StoreError;
use identity_core::id::AccountId;
use identity_core::list::{Page, Query};

use super::row::{COLUMNS, StoredRecord};
use super::viewers;
use crate::list::{Listing, Sight};
use crate::row::key;
use crate::sql::Sql;
use crate::unit::Unit;

const VIEWED: &str = "audit_viewers JOIN audit_records ON audit_records.id = audit_viewers.record_id";

fn viewed_by(account: AccountId) -> Sql {
    let mut sql = Sql::new("audit_viewers.account_id = ");
    sql.bind(key(account));
    sql
}

/// The condition of the scope; `None` when it is empty.
fn scoped(scope: &AuditScope) -> Option<Sql> {
    match scope {
        AuditScope::All => Some(Sql::new("1 = 1")),
        AuditScope::Viewer(account) => Some(viewed_by(*account)),
        AuditScope::Involved { account, actor } => {
            let mut sql = viewed_by(*account);
            sql.push(" AND (audit_records.actor_id = ")
                .bind(actor.as_str())
                .push(" OR audit_records.object_id = ")
                .bind(actor.as_str())
                .push(")");
            Some(sql)
        }
        AuditScope::Nothing => None,
    }
}

/// One page of what the scope shows.
pub(super) fn page(
    unit: &mut Unit<'_>,
    scope: &AuditScope,
    query: &Query<AuditRow>,
) -> Result<Page<AuditRecord>, StoreError> {
    let is_whole = *scope == AuditScope::All;
    let Some(scope) = scoped(scope) else { return Ok(Page::empty()) };
    // A viewer's latest records are found by the moment that is stored beside the viewer.
    let twin = (!is_whole).then_some(("audit_records.at", "audit_viewers.at"));
    let from = if is_whole { "audit_records" } else { VIEWED };
    let sight = Sight { twin, ..Sight::default() };
    let listing = Listing { registry: &FIELDS, query, from, joined: None, scope, sight };
    let page = listing.run::<_, StoredRecord>(unit, COLUMNS, |row| row.id)?;
    page.try_map(|rows| unit.look(|any| viewers::complete_all(any, rows)))
}
