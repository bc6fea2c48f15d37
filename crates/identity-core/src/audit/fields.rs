//! The audit record's field registry (platform.md §3.8).

use super::{AuditRecord, ObjectKind};
use crate::id::{AccountId, AuditId, Id as _};
use crate::list::{Direction, Field, Kind, Registry, Scalar};

type Row = AuditRecord;

const OBJECTS: &[&str] = &["Account", "AccountUser", "User", "UserGroup", "ApiToken", "Buyer"];
const KINDS: &[&str] = &["Client", "Vendor", "Operations"];
const TYPES: &[&str] = &["Public", "Private"];

/// The registry.
pub static FIELDS: Registry<AuditRecord> = Registry {
    fields: &[
        Field::new("id", Kind::Id(AuditId::SHAPE), "audit_records.id", |r: &Row| Scalar::Id(r.id.number()))
            .indexed(),
        Field::new("event", Kind::Text, "audit_records.event", |r: &Row| {
            Scalar::text(Some(r.event.as_str()))
        }),
        Field::new("timestamp", Kind::Moment, "audit_records.at", |r: &Row| Scalar::Moment(r.at)).indexed(),
        Field::new("type", Kind::Enumeration(TYPES), "'Public'", |_: &Row| Scalar::text(Some("Public"))),
        Field::new("object.id", Kind::MixedId, "audit_records.object_id", |r: &Row| {
            Scalar::text(Some(&r.object.id))
        })
        .indexed(),
        Field::new("object.name", Kind::Text, "audit_records.object_name", |r: &Row| {
            Scalar::text(Some(&r.object.name))
        }),
        Field::new(
            "object.objectType",
            Kind::Enumeration(OBJECTS),
            "audit_records.object_kind",
            |r: &Row| Scalar::text(Some(ObjectKind::as_str(r.object.kind))),
        ),
        Field::new("object.revision", Kind::Number, "audit_records.object_revision", |r: &Row| {
            Scalar::Number(r.object.revision.into())
        }),
        Field::new("actor.id", Kind::MixedId, "audit_records.actor_id", |r: &Row| {
            Scalar::text(r.actor.id.as_ref())
        })
        .indexed(),
        Field::new("actor.name", Kind::Text, "audit_records.actor_name", |r: &Row| {
            Scalar::text(Some(&r.actor.name))
        }),
        Field::new(
            "actor.account.id",
            Kind::Id(AccountId::SHAPE),
            "audit_records.actor_account_id",
            |r: &Row| Scalar::id(r.actor.account.as_ref().map(|a| a.id)),
        ),
        Field::new("actor.account.name", Kind::Text, "audit_records.actor_account_name", |r: &Row| {
            Scalar::text(r.actor.account.as_ref().map(|a| &a.name))
        }),
        Field::new(
            "actor.account.accountType",
            Kind::Enumeration(KINDS),
            "audit_records.actor_account_kind",
            |r: &Row| Scalar::text(r.actor.account.as_ref().map(|a| a.kind.as_str())),
        ),
        Field::new("request.log.correlationId", Kind::Text, "audit_records.correlation_id", |r: &Row| {
            Scalar::text(r.origin.correlation_id.as_ref())
        }),
    ],
    collections: &[],
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
    id: |r: &Row| r.id.number(),
    guard_sql: None,
};
