//! API tokens as the reference describes them (platform.md §3.6).

use identity_core::api_token::{ApiToken, FIELDS, GRACE_SECS_MAX, TokenState};
use identity_core::id::TokenId;
use identity_core::module::MODULES_MAX;

use super::view::PATH;
use crate::account::schema::ACCOUNT;
use crate::module::schema::MODULE;
use crate::openapi::member::{Member, REVISION, Type, event, line, prose, row, shape};
use crate::openapi::object::{Object, known};
use crate::openapi::operation::{Operation, Section, Sent};
use crate::user::schema::USER;

/// `idt:`, the identifier, and 38 characters of secret and checksum (platform.md §1.2).
const VALUE: Type = Type::Form("^idt:TKN-[0-9]{4}(-[0-9]{4}){1,3}:[0-9A-Za-z]{38}$", 66);

static MEMBERS: [Member; 15] = [
    row("id", Type::Id(&[shape::<TokenId>()])).always().read_only().shared(),
    row("href", Type::Path(&[(PATH, shape::<TokenId>())], "")).always().read_only().shared(),
    REVISION,
    row("name", line(|t: &ApiToken| &t.name)).always().shared(),
    row("description", prose(|t: &ApiToken| &t.description)),
    row("icon", line(|t: &ApiToken| &t.icon)).shared(),
    row("status", Type::Names(|| TokenState::ALL.map(TokenState::as_str).to_vec())).always().read_only(),
    row("token", VALUE).read_only(),
    row("account", Type::Reference(&ACCOUNT)).always().fixed(),
    row("modules", Type::References(&MODULE, MODULES_MAX)).required(),
    row("holder", Type::Reference(&USER)),
    row("expiresAt", Type::Moment),
    row("retrievable", Type::Flag).always().fixed(),
    row("lastAccessAt", Type::Moment).read_only(),
    row(
        "audit",
        Type::Part(&[
            event("created"),
            event("updated"),
            event("enabled"),
            event("disabled"),
            event("rotated"),
        ]),
    )
    .read_only()
    .on_demand(),
];

/// An API token.
pub(crate) static TOKEN: Object = Object { name: "ApiToken", members: &MEMBERS, fields: || known(&FIELDS) };

/// Operations on API tokens.
pub(crate) static SECTION: Section = Section {
    tag: "API tokens",
    prefix: "api-tokens.",
    id: &[shape::<TokenId>()],
    operations: &[
        Operation::list("List API tokens; their values are never listed", &TOKEN),
        Operation::create("create", "Create an API token; this answer shows its value", &TOKEN),
        Operation::get("Read an API token", &TOKEN),
        Operation::update("Change an API token", &TOKEN),
        Operation::removal("delete", "Delete an API token"),
        Operation::verb("disable", "Disable an API token", &TOKEN),
        Operation::verb("enable", "Enable an API token again", &TOKEN),
        Operation::verb("rotate", "Give an API token a new value, which this answer shows", &TOKEN)
            .maybe_taking(Sent::Members(&[row("graceSeconds", Type::Count(GRACE_SECS_MAX))])),
    ],
};
