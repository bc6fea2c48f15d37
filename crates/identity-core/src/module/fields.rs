//! The module's field registry (platform.md §3.5).

use super::Module;
use crate::id::{Id as _, ModuleId};
use crate::list::{Direction, Field, Kind, Registry, Scalar};

/// The registry. The catalogue is a few dozen rows, so nothing needs an index but the key.
pub static FIELDS: Registry<Module> = Registry {
    fields: &[
        Field::new("id", Kind::Id(ModuleId::SHAPE), "modules.id", |m: &Module| Scalar::Id(m.id.number()))
            .indexed(),
        Field::new("revision", Kind::Number, "modules.revision", |m: &Module| {
            Scalar::Number(m.revision.into())
        }),
        Field::new("name", Kind::Text, "modules.name", |m: &Module| Scalar::text(Some(&m.name))),
        Field::new("code", Kind::Text, "modules.code", |m: &Module| Scalar::text(Some(&m.code))),
        Field::new("description", Kind::Text, "modules.description", |m: &Module| {
            Scalar::text(m.description.as_ref())
        }),
        Field::new("paid", Kind::Flag, "modules.is_paid", |m: &Module| Scalar::Flag(m.settings.is_paid)),
        Field::new("isConfigurable", Kind::Flag, "modules.is_configurable", |m: &Module| {
            Scalar::Flag(m.settings.is_configurable)
        }),
        Field::new("isEnabledByDefault", Kind::Flag, "modules.is_default", |m: &Module| {
            Scalar::Flag(m.settings.is_default)
        }),
        Field::new("audit.created.at", Kind::Moment, "modules.created_at", |m: &Module| {
            Scalar::moment(m.stamps.created.map(|s| s.at))
        }),
        Field::new("audit.updated.at", Kind::Moment, "modules.updated_at", |m: &Module| {
            Scalar::moment(m.stamps.updated.map(|s| s.at))
        }),
    ],
    collections: &[],
    barred: &[
        "href",
        "filters",
        "settings",
        "settings.sharedAccount",
        "settings.configurable",
        "settings.default",
        "settings.paid",
        "settings.obsolete",
        "settings.type",
        "settings.eligibility",
        "settings.eligibility.multi",
        "settings.eligibility.single",
    ],
    members: &["href", "accountTypes", "settings", "filters", "audit"],
    omitted: &["audit"],
    order: ("audit.created.at", Direction::Ascending),
    id_sql: "modules.id",
    id: |m: &Module| m.id.number(),
    guard_sql: None,
};
