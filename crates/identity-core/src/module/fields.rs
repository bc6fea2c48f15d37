//! The module's field registry (platform.md §3.5).

use super::Module;
use crate::account::AccountKind;
use crate::id::{Id as _, ModuleId};
use crate::list::{Collection, Direction, Element, Field, Kind, Registry, SELF, Scalar, member};
use crate::state::Stamp;

const KINDS: &[&str] = &["Client", "Vendor", "Operations"];
/// One row for each kind of account that may have the module.
const ACCOUNT_KINDS: &str = " FROM (SELECT 'Client' AS kind WHERE modules.is_for_client UNION ALL SELECT 'Vendor' WHERE modules.is_for_vendor UNION ALL SELECT 'Operations' WHERE modules.is_for_operations) e WHERE 1 = 1";

/// What a reference to a module shows, and its code, as the element of a collection whose table is `e`.
pub(crate) const ELEMENT: &[Field<Element>] = &[
    member!("id", Kind::Id(ModuleId::SHAPE), "e.id"),
    member!("name", Kind::Text, "e.name"),
    member!("description", Kind::Text, "e.description"),
    member!("paid", Kind::Flag, "e.is_paid"),
    member!("code", Kind::Text, "e.code"),
];
/// What a module has besides; the registry says the same of it.
pub(crate) const ELEMENT_BARRED: &[&str] = &[
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
];

impl Module {
    /// The module as an element.
    pub(crate) fn element(&self) -> Element {
        Element::new([
            ("id", Scalar::Id(self.id.number())),
            ("name", Scalar::text(Some(&self.name))),
            ("description", Scalar::text(self.description.as_ref())),
            ("paid", Scalar::Flag(self.settings.is_paid)),
            ("code", Scalar::text(Some(&self.code))),
        ])
    }
}

fn when(stamp: Option<Stamp>) -> Scalar {
    Scalar::moment(stamp.map(|s| s.at))
}

fn whom(stamp: Option<Stamp>) -> Scalar {
    Scalar::text(stamp.and_then(|s| s.by))
}

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
            when(m.stamps.created)
        }),
        Field::new("audit.created.by.id", Kind::MixedId, "modules.created_by", |m: &Module| {
            whom(m.stamps.created)
        }),
        Field::new("audit.updated.at", Kind::Moment, "modules.updated_at", |m: &Module| {
            when(m.stamps.updated)
        }),
        Field::new("audit.updated.by.id", Kind::MixedId, "modules.updated_by", |m: &Module| {
            whom(m.stamps.updated)
        }),
    ],
    collections: &[Collection {
        path: "accountTypes",
        fields: &[member!(SELF, Kind::Enumeration(KINDS), "e.kind")],
        barred: &[],
        sql: ACCOUNT_KINDS,
        elements: |m: &Module| {
            m.account_kinds
                .iter()
                .map(|kind| Element::plain(Scalar::text(Some(AccountKind::as_str(*kind)))))
                .collect()
        },
    }],
    barred: ELEMENT_BARRED,
    members: &["href", "accountTypes", "settings", "filters", "audit"],
    omitted: &["audit"],
    order: ("audit.created.at", Direction::Ascending),
    id_sql: "modules.id",
    id: |m: &Module| m.id.number(),
    guard_sql: None,
};
