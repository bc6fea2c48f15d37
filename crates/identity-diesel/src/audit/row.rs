//! An audit record as it is stored, its viewers aside.

use diesel::prelude::*;
use identity_core::account::AccountKind;
use identity_core::audit::{AuditAccount, AuditActor, AuditObject, AuditRecord, Event, ObjectKind, Origin};
use identity_core::error::StoreError;
use identity_core::id::{AccountId, AuditId};
use identity_core::timestamp::Timestamp;

use super::facts;
use crate::row::{Place, key};
use crate::schema::audit_records;

/// A row of `audit_records`; its sequence is the database's own.
#[derive(Queryable, Insertable)]
#[diesel(table_name = audit_records, treat_none_as_default_value = false)]
pub(super) struct StoredRecord {
    pub(super) id: i64,
    event: String,
    at: i64,
    object_kind: String,
    object_id: String,
    object_name: String,
    object_revision: i64,
    related: Option<String>,
    actor_id: Option<String>,
    actor_name: String,
    actor_account_id: Option<i64>,
    actor_account_name: Option<String>,
    actor_account_kind: Option<String>,
    ip: Option<String>,
    user_agent: Option<String>,
    correlation_id: Option<String>,
    documents: Option<String>,
}

/// All columns but the sequence.
pub(super) type Columns = (
    audit_records::id,
    audit_records::event,
    audit_records::at,
    audit_records::object_kind,
    audit_records::object_id,
    audit_records::object_name,
    audit_records::object_revision,
    audit_records::related,
    audit_records::actor_id,
    audit_records::actor_name,
    audit_records::actor_account_id,
    audit_records::actor_account_name,
    audit_records::actor_account_kind,
    audit_records::ip,
    audit_records::user_agent,
    audit_records::correlation_id,
    audit_records::documents,
);

/// All columns but the sequence.
pub(super) const COLUMNS: Columns = (
    audit_records::id,
    audit_records::event,
    audit_records::at,
    audit_records::object_kind,
    audit_records::object_id,
    audit_records::object_name,
    audit_records::object_revision,
    audit_records::related,
    audit_records::actor_id,
    audit_records::actor_name,
    audit_records::actor_account_id,
    audit_records::actor_account_name,
    audit_records::actor_account_kind,
    audit_records::ip,
    audit_records::user_agent,
    audit_records::correlation_id,
    audit_records::documents,
);

impl From<&AuditRecord> for StoredRecord {
    fn from(record: &AuditRecord) -> Self {
        let account = record.actor.account.as_ref();
        Self {
            id: key(record.id),
            event: record.event.as_str().into(),
            at: record.at.millis(),
            object_kind: record.object.kind.as_str().into(),
            object_id: record.object.id.clone(),
            object_name: record.object.name.clone(),
            object_revision: record.object.revision.into(),
            related: facts::related_to_text(&record.related),
            actor_id: record.actor.id.clone(),
            actor_name: record.actor.name.clone(),
            actor_account_id: account.map(|a| key(a.id)),
            actor_account_name: account.map(|a| a.name.clone()),
            actor_account_kind: account.map(|a| a.kind.as_str().into()),
            ip: record.origin.ip.clone(),
            user_agent: record.origin.user_agent.clone(),
            correlation_id: record.origin.correlation_id.clone(),
            documents: facts::documents_to_text(&record.documents),
        }
    }
}

fn account(
    place: Place<AuditId>,
    id: Option<i64>,
    name: Option<String>,
    kind: Option<String>,
) -> Result<Option<AuditAccount>, StoreError> {
    let (Some(id), Some(name), Some(kind)) = (id, name, kind) else { return Ok(None) };
    let kind = place.known("actor_account_kind", AccountKind::parse(&kind))?;
    Ok(Some(AuditAccount { id: place.id("actor_account_id", id)?, name, kind }))
}

impl StoredRecord {
    /// The record with its viewers.
    pub(super) fn with(self, viewers: Vec<AccountId>) -> Result<AuditRecord, StoreError> {
        let place = Place::<AuditId>::new("audit_records", self.id);
        let account =
            account(place, self.actor_account_id, self.actor_account_name, self.actor_account_kind)?;
        Ok(AuditRecord {
            id: place.id("id", self.id)?,
            event: place.known("event", Event::parse(&self.event))?,
            at: Timestamp::from_millis(self.at),
            object: AuditObject {
                kind: place.known("object_kind", ObjectKind::parse(&self.object_kind))?,
                id: self.object_id,
                name: self.object_name,
                revision: place.count("object_revision", self.object_revision)?,
            },
            related: place.known("related", facts::related_from_text(self.related.as_deref()))?,
            actor: AuditActor { id: self.actor_id, name: self.actor_name, account },
            origin: Origin { ip: self.ip, user_agent: self.user_agent, correlation_id: self.correlation_id },
            viewers,
            documents: place.known("documents", facts::documents_from_text(self.documents.as_deref()))?,
        })
    }
}
