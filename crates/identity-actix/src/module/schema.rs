//! Modules as the reference describes them (platform.md §3.5).

use identity_core::account::AccountKind;
use identity_core::id::ModuleId;
use identity_core::module::{FIELDS, Module};

use super::view::PATH;
use crate::openapi::member::{Member, REVISION, Type, event, line, prose, row, shape};
use crate::openapi::object::{Object, known};
use crate::openapi::operation::{Operation, Section};

const SETTINGS: Type = Type::Part(&[
    row("sharedAccount", Type::Flag).always(),
    row("configurable", Type::Flag).always(),
    row("default", Type::Flag).always(),
    row("paid", Type::Flag).always(),
    row("obsolete", Type::Flag).always(),
    row("type", Type::List(&Type::Names(|| vec!["new", "legacy"]), 2)),
    row("eligibility", Type::Part(&[row("multi", Type::Flag).always(), row("single", Type::Flag).always()])),
]);

const FILTERS: Type =
    Type::Part(&[row("group.buyers", Type::List(&Type::Names(|| vec!["selected", "all"]), 2)).always()]);

static MEMBERS: [Member; 13] = [
    row("id", Type::Id(&[shape::<ModuleId>()])).always().read_only().shared(),
    row("href", Type::Path(&[(PATH, shape::<ModuleId>())], "")).always().read_only().shared(),
    REVISION,
    row("name", line(|m: &Module| &m.name)).always().read_only().shared(),
    row("description", prose(|m: &Module| &m.description)).read_only().shared(),
    row("paid", Type::Flag).always().read_only().shared(),
    row("code", line(|m: &Module| &m.code)).always().read_only(),
    row(
        "accountTypes",
        Type::List(
            &Type::Names(|| AccountKind::ALL.map(AccountKind::as_str).to_vec()),
            AccountKind::ALL.len(),
        ),
    )
    .read_only(),
    row("isConfigurable", Type::Flag).always().read_only(),
    row("isEnabledByDefault", Type::Flag).always().read_only(),
    row("settings", SETTINGS).always().read_only().shared(),
    row("filters", FILTERS).read_only().shared(),
    row("audit", Type::Part(&[event("created"), event("updated")])).read_only().on_demand(),
];

/// A module.
pub(crate) static MODULE: Object = Object { name: "Module", members: &MEMBERS, fields: || known(&FIELDS) };

/// Operations on modules.
pub(crate) static SECTION: Section = Section {
    tag: "Modules",
    prefix: "modules.",
    id: &[shape::<ModuleId>()],
    operations: &[Operation::list("List modules", &MODULE), Operation::get("Read a module", &MODULE)],
};
