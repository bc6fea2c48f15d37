//! The audit record's field registry (platform.md §3.8).

use super::{AuditRecord, ObjectKind, Related};
use crate::account::AccountSummary;
use crate::id::{AccountId, AuditId, Id as _};
use crate::list::{Collection, Direction, Element, Field, Kind, Registry, Scalar, member};

/// A row of the list: the record and the accounts that may see it.
#[derive(Debug, Clone)]
pub struct AuditRow {
    /// The record.
    pub record: AuditRecord,
    /// Accounts that may see it and are not deleted.
    pub viewers: Vec<AccountSummary>,
}

type Row = AuditRow;

const OBJECTS: &[&str] = &["Account", "AccountUser", "User", "UserGroup", "ApiToken", "Buyer"];
const KINDS: &[&str] = &["Client", "Vendor", "Operations"];
const TYPES: &[&str] = &["Public", "Private"];

const VIEWERS: &str = " FROM audit_viewers l JOIN accounts e ON e.id = l.account_id WHERE l.record_id = audit_records.id AND e.status <> 'Deleted'";

impl Related {
    fn element(&self) -> Element {
        Element::new([
            ("id", Scalar::text(Some(&self.id))),
            ("objectType", Scalar::text(Some(self.kind.as_str()))),
        ])
    }
}

/// The registry.
pub static FIELDS: Registry<AuditRow> = Registry {
    fields: &[
        Field::new("id", Kind::Id(AuditId::SHAPE), "audit_records.id", |r: &Row| {
            Scalar::Id(r.record.id.number())
        })
        .indexed(),
        Field::new("event", Kind::Text, "audit_records.event", |r: &Row| {
            Scalar::text(Some(r.record.event.as_str()))
        }),
        Field::new("timestamp", Kind::Moment, "audit_records.at", |r: &Row| Scalar::Moment(r.record.at))
            .indexed(),
        Field::new("type", Kind::Enumeration(TYPES), "CAST('Public' AS TEXT)", |_: &Row| {
            Scalar::text(Some("Public"))
        }),
        Field::new("object.id", Kind::MixedId, "audit_records.object_id", |r: &Row| {
            Scalar::text(Some(&r.record.object.id))
        })
        .indexed(),
        Field::new("object.name", Kind::Text, "audit_records.object_name", |r: &Row| {
            Scalar::text(Some(&r.record.object.name))
        }),
        Field::new(
            "object.objectType",
            Kind::Enumeration(OBJECTS),
            "audit_records.object_kind",
            |r: &Row| Scalar::text(Some(ObjectKind::as_str(r.record.object.kind))),
        ),
        Field::new("object.revision", Kind::Number, "audit_records.object_revision", |r: &Row| {
            Scalar::Number(r.record.object.revision.into())
        }),
        Field::new("actor.id", Kind::MixedId, "audit_records.actor_id", |r: &Row| {
            Scalar::text(r.record.actor.id.as_ref())
        })
        .indexed(),
        Field::new("actor.name", Kind::Text, "audit_records.actor_name", |r: &Row| {
            Scalar::text(Some(&r.record.actor.name))
        }),
        Field::new(
            "actor.account.id",
            Kind::Id(AccountId::SHAPE),
            "audit_records.actor_account_id",
            |r: &Row| Scalar::id(r.record.actor.account.as_ref().map(|a| a.id)),
        ),
        Field::new("actor.account.name", Kind::Text, "audit_records.actor_account_name", |r: &Row| {
            Scalar::text(r.record.actor.account.as_ref().map(|a| &a.name))
        }),
        Field::new(
            "actor.account.accountType",
            Kind::Enumeration(KINDS),
            "audit_records.actor_account_kind",
            |r: &Row| Scalar::text(r.record.actor.account.as_ref().map(|a| a.kind.as_str())),
        ),
        Field::new("request.log.correlationId", Kind::Text, "audit_records.correlation_id", |r: &Row| {
            Scalar::text(r.record.origin.correlation_id.as_ref())
        }),
    ],
    collections: &[
        Collection {
            path: "related",
            fields: &[
                member!("id", Kind::MixedId, "(e.value ->> 1)"),
                member!("objectType", Kind::Enumeration(OBJECTS), "(e.value ->> 0)"),
            ],
            barred: &[],
            sql: " FROM json_each(audit_records.related) e WHERE 1 = 1",
            elements: |r: &Row| r.record.related.iter().map(Related::element).collect(),
        },
        Collection {
            path: "viewers",
            fields: &[
                member!("id", Kind::Id(AccountId::SHAPE), "e.id"),
                member!("name", Kind::Text, "e.name"),
                member!("type", Kind::Enumeration(KINDS), "e.kind"),
            ],
            barred: &["icon"],
            sql: VIEWERS,
            elements: |r: &Row| r.viewers.iter().map(AccountSummary::element).collect(),
        },
    ],
    barred: &[
        "href",
        "summary",
        "details",
        "request.api",
        "request.api.ip",
        "request.api.userAgent",
        "request.api.geolocation",
        "request.api.geolocation.countryCode",
        "documents",
        "documents.before",
        "documents.after",
    ],
    members: &[
        "href",
        "summary",
        "details",
        "object",
        "related",
        "actor",
        "request",
        "request.api",
        "request.api.ip",
        "request.api.userAgent",
        "request.api.geolocation",
        "request.log",
        "viewers",
        "documents",
    ],
    omitted: &["viewers", "documents"],
    order: ("timestamp", Direction::Descending),
    id_sql: "audit_records.id",
    id: |r: &Row| r.record.id.number(),
    guard_sql: None,
};
