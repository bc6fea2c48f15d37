//! The accounts that may see records (R49).

use std::collections::BTreeMap;

use diesel::prelude::*;
use identity_core::audit::AuditRecord;
use identity_core::id::{AccountId, AuditId};

use super::row::StoredRecord;
use crate::any::AnyConnection;
use crate::dialect::{Kept, padded};
use crate::error::Fault;
use crate::row::{Place, key};
use crate::schema::audit_viewers;

/// Stores the viewers of a new record.
pub(super) fn insert(any: &mut AnyConnection, record: &AuditRecord) -> Result<(), Fault> {
    for account in &record.viewers {
        let row = (
            audit_viewers::account_id.eq(key(*account)),
            audit_viewers::at.eq(record.at.millis()),
            audit_viewers::record_id.eq(key(record.id)),
        );
        diesel::insert_into(audit_viewers::table).values(row).execute(any)?;
    }
    Ok(())
}

/// The records with their viewers, in the same order.
pub(super) fn complete_all(
    any: &mut AnyConnection,
    rows: Vec<StoredRecord>,
) -> Result<Vec<AuditRecord>, Fault> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = padded(rows.iter().map(|row| row.id).collect());
    let pairs = audit_viewers::table
        .filter(audit_viewers::record_id.eq_any(ids))
        .order(audit_viewers::account_id)
        .select((audit_viewers::record_id, audit_viewers::account_id));
    let mut viewers = BTreeMap::<i64, Vec<AccountId>>::new();
    for (record, account) in Kept(pairs).load::<(i64, i64)>(any)? {
        let account = Place::<AuditId>::new("audit_viewers", record).id("account_id", account)?;
        viewers.entry(record).or_default().push(account);
    }
    let complete = |row: StoredRecord| {
        let own = viewers.remove(&row.id).unwrap_or_default();
        Ok(row.with(own)?)
    };
    rows.into_iter().map(complete).collect()
}
