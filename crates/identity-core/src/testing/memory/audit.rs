//! Audit records in memory.

use super::page::page;
use super::unit::Unit;
use crate::audit::{AuditRecord, AuditRepository, AuditRow, AuditScope, FIELDS};
use crate::error::StoreError;
use crate::id::AuditId;
use crate::list::{Page, Query};

fn shows(scope: &AuditScope, record: &AuditRecord) -> bool {
    match scope {
        AuditScope::All => true,
        AuditScope::Viewer(account) => record.viewers.contains(account),
        AuditScope::Involved { account, actor } => {
            let is_involved = record.actor.id.as_ref() == Some(actor) || record.object.id == *actor;
            is_involved && record.viewers.contains(account)
        }
        AuditScope::Nothing => false,
    }
}

impl AuditRepository for Unit {
    fn append(&mut self, record: &AuditRecord) -> Result<bool, StoreError> {
        self.change(|state| {
            let is_new = !state.audit.contains_key(&record.id);
            state.audit.entry(record.id).or_insert_with(|| record.clone());
            Ok(is_new)
        })
    }

    fn find_in(&mut self, scope: &AuditScope, id: AuditId) -> Result<Option<AuditRecord>, StoreError> {
        self.look(|state| state.audit.get(&id).filter(|record| shows(scope, record)).cloned())
    }

    fn page(&mut self, scope: &AuditScope, query: &Query<AuditRow>) -> Result<Page<AuditRecord>, StoreError> {
        self.look(|state| {
            let visible = state.audit.values().filter(|record| shows(scope, record));
            let rows = visible.map(|record| AuditRow {
                record: record.clone(),
                viewers: record.viewers.iter().filter_map(|id| state.live_summary(*id)).collect(),
            });
            page(&FIELDS, query, rows, |row| row.record)
        })
    }
}
