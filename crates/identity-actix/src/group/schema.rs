//! Groups as the reference describes them (platform.md §3.4).

use identity_core::group::{BUYERS_MAX, FIELDS, Group};
use identity_core::id::GroupId;
use identity_core::module::MODULES_MAX;

use super::view::PATH;
use crate::account::schema::ACCOUNT;
use crate::buyer::schema::BUYER;
use crate::module::schema::MODULE;
use crate::openapi::member::{Member, REVISION, Type, event, line, prose, row, shape};
use crate::openapi::object::{Object, known};
use crate::openapi::operation::{Operation, Section};
use crate::user::schema::USER;

/// Members of a group that are shown at most; the contract sets no limit.
const USERS_MAX: usize = 1_000_000;

const LOGO: Type = line(|g: &Group| &g.logo);

static MEMBERS: [Member; 12] = [
    row("id", Type::Id(&[shape::<GroupId>()])).always().read_only().shared(),
    row("href", Type::Path(&[(PATH, shape::<GroupId>())], "")).always().read_only().shared(),
    REVISION,
    row("name", line(|g: &Group| &g.name)).always().required().shared(),
    row("description", prose(|g: &Group| &g.description)).shared(),
    row("logo", LOGO).shared(),
    row("isDefault", Type::Flag).always().read_only().shared(),
    row("account", Type::Reference(&ACCOUNT)).always().fixed(),
    row("modules", Type::References(&MODULE, MODULES_MAX)),
    row("buyers", Type::References(&BUYER, BUYERS_MAX)),
    row("users", Type::References(&USER, USERS_MAX)).read_only().on_demand(),
    row("audit", Type::Part(&[event("created"), event("updated")])).read_only().on_demand(),
];

/// A group.
pub(crate) static GROUP: Object = Object { name: "UserGroup", members: &MEMBERS, fields: || known(&FIELDS) };

/// Operations on groups.
pub(crate) static SECTION: Section = Section {
    tag: "User groups",
    prefix: "user-groups.",
    id: &[shape::<GroupId>()],
    operations: &[
        Operation::list("List groups", &GROUP),
        Operation::create("create", "Create a group", &GROUP),
        Operation::get("Read a group", &GROUP),
        Operation::update("Change a group", &GROUP),
        Operation::removal("delete", "Delete a group"),
    ],
};
