//! Stored audit records.

mod facts;
mod list;
mod row;
mod viewers;

use diesel::prelude::*;
use identity_core::audit::{AuditRecord, AuditRepository, AuditRow, AuditScope};
use identity_core::error::StoreError;
use identity_core::id::{AccountId, AuditId};
use identity_core::list::{Page, Query};

use row::{COLUMNS, StoredRecord};

use crate::dialect::{Skip, or};
use crate::row::key;
use crate::schema::audit_records;
use crate::unit::Unit;

fn is_in(scope: &AuditScope, record: &AuditRecord) -> bool {
    let views = |account: &AccountId| record.viewers.contains(account);
    match scope {
        AuditScope::All => true,
        AuditScope::Viewer(account) => views(account),
        AuditScope::Involved { account, actor } => {
            views(account) && (record.actor.id.as_ref() == Some(actor) || record.object.id == *actor)
        }
        AuditScope::Nothing => false,
    }
}

impl AuditRepository for Unit<'_> {
    fn append(&mut self, record: &AuditRecord) -> Result<bool, StoreError> {
        self.change_in(&["audit_records", "audit_viewers"], |any| {
            let insert = diesel::insert_into(audit_records::table).values(StoredRecord::from(record));
            if or(Skip, insert).execute(any)? == 0 {
                return Ok(false);
            }
            viewers::insert(any, record)?;
            Ok(true)
        })
    }

    fn find_in(&mut self, scope: &AuditScope, id: AuditId) -> Result<Option<AuditRecord>, StoreError> {
        self.look(|any| {
            let row = audit_records::table
                .filter(audit_records::id.eq(key(id)))
                .select(COLUMNS)
                .get_result::<StoredRecord>(any)
                .optional()?;
            let record = viewers::complete_all(any, row.into_iter().collect())?.pop();
            Ok(record.filter(|record| is_in(scope, record)))
        })
    }

    fn page(&mut self, scope: &AuditScope, query: &Query<AuditRow>) -> Result<Page<AuditRecord>, StoreError> {
        list::page(self, scope, query)
    }
}
