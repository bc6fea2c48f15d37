//! The port to stored audit records: appended, never changed.

use super::{AuditRecord, AuditRow};
use crate::error::StoreError;
use crate::id::{AccountId, AuditId};
use crate::list::{Page, Query};

/// Which records an actor sees (R49, R2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditScope {
    /// All.
    All,
    /// Those that the account may view.
    Viewer(AccountId),
    /// Those that the account may view and in which the actor is actor or object.
    Involved {
        /// The account.
        account: AccountId,
        /// `USR-…` or `TKN-…` of the actor.
        actor: String,
    },
    /// None.
    Nothing,
}

/// Stored audit records.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait AuditRepository {
    /// Appends a record; `false` when the identifier is taken, and then nothing was stored.
    fn append(&mut self, record: &AuditRecord) -> Result<bool, StoreError>;
    /// The record, if the scope shows it.
    fn find_in(&mut self, scope: &AuditScope, id: AuditId) -> Result<Option<AuditRecord>, StoreError>;
    /// One page of what the scope shows.
    fn page(&mut self, scope: &AuditScope, query: &Query<AuditRow>) -> Result<Page<AuditRecord>, StoreError>;
}
