//! The audit trail as an actor sees it (R2, R49).

use super::{AuditRecord, AuditRow};
use crate::error::Error;
use crate::id::AuditId;
use crate::list::{Page, Query};
use crate::port::Transaction;
use crate::service::Call;

/// One record, if the actor sees it.
///
/// # Errors
/// [`Error::NotFound`] otherwise.
pub fn get(tx: &mut dyn Transaction, call: &Call, id: AuditId) -> Result<AuditRecord, Error> {
    tx.audit().find_in(&call.actor().audit_scope(), id)?.ok_or(Error::NotFound)
}

/// One page of what the actor sees.
///
/// # Errors
/// Those of the store.
pub fn list(
    tx: &mut dyn Transaction,
    call: &Call,
    query: &Query<AuditRow>,
) -> Result<Page<AuditRecord>, Error> {
    Ok(tx.audit().page(&call.actor().audit_scope(), query)?)
}
