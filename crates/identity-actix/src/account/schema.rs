//! Accounts as the reference describes them (platform.md §3.1).

use identity_core::account::{Account, AccountKind, AccountStatus, AccountSummary, FIELDS, ServiceLevel};
use identity_core::id::AccountId;
use identity_core::value::Address;

use super::view::PATH;
use crate::group::schema::GROUP;
use crate::openapi::member::{Member, REVISION, Type, event, limit, line, prose, row, shape};
use crate::openapi::object::{Object, Side, known};
use crate::openapi::operation::{Operation, Section, Sent};

/// Groups of an account that are shown at most; the contract sets no limit.
const GROUPS_MAX: usize = 100_000;

const KIND: Type = Type::Names(|| AccountKind::ALL.map(AccountKind::as_str).to_vec());
const STATUS: Type = Type::Names(|| AccountStatus::NAMES.to_vec());

/// Members of references to an account; answers name them in this order.
const SHARED: [Member; 6] = [
    row("id", Type::Id(&[shape::<AccountId>()])).always().read_only().shared(),
    row("href", Type::Path(&[(PATH, shape::<AccountId>())], "")).always().read_only().shared(),
    row("name", line(|a: &AccountSummary| &a.name)).always().required().shared(),
    row("type", KIND).always().required().fixed().shared(),
    row("status", STATUS).always().read_only().shared(),
    row("icon", Type::Path(&[(PATH, shape::<AccountId>())], "/icon")).always().read_only().shared(),
];

/// Those of a person's list of accounts.
pub(crate) const ENTRY: [Member; 6] = SHARED;

/// A postal address: once one is given, all but the second line is required.
pub(crate) const ADDRESS: Type = Type::Part(&[
    row("addressLine1", line(|a: &Address| &a.line1)).always().required(),
    row("addressLine2", line(|a: &Address| &a.line2)),
    row("postCode", line(|a: &Address| &a.post_code)).always().required(),
    row("city", line(|a: &Address| &a.city)).always().required(),
    row("state", line(|a: &Address| &a.state)).always().required(),
    row("country", Type::Form("^[A-Z]{2}$", limit(|a: &Address| &a.country))).always().required(),
]);

static MEMBERS: [Member; 21] = {
    let [id, href, name, kind, status, icon] = SHARED;
    [
        id,
        href,
        REVISION,
        name,
        kind,
        status,
        icon,
        row("parent", Type::Reference(&ACCOUNT)).reserved(),
        row("externalId", line(|a: &Account| &a.external_id)).reserved(),
        row("externalName", line(|a: &Account| &a.external_name)).read_only(),
        row("externalIds", Type::Part(&[row("pyraTenantId", Type::Form("^[0-9a-f-]{36}$", 36))])).read_only(),
        row("serviceLevel", Type::Names(|| ServiceLevel::ALL.map(ServiceLevel::as_str).to_vec())).reserved(),
        row("address", ADDRESS),
        row("technicalSupportEmail", Type::Email(limit(|a: &Account| &a.technical_support_email))),
        row("website", line(|a: &Account| &a.website)),
        row("description", prose(|a: &Account| &a.description)),
        row("defaultLanguageCode", line(|a: &Account| &a.default_language_code)),
        row(
            "eligibility",
            Type::Part(&[row("client", Type::Flag).always(), row("partner", Type::Flag).always()]),
        )
        .reserved(),
        row("tokenPolicy", Type::Part(&[row("retrievable", Type::Flag).always()])).always().reserved(),
        row("groups", Type::References(&GROUP, GROUPS_MAX)).read_only().on_demand(),
        row(
            "audit",
            Type::Part(&[
                event("created"),
                event("updated"),
                event("activated"),
                event("deactivated"),
                event("disabled"),
                event("enabled"),
            ]),
        )
        .read_only()
        .on_demand(),
    ]
};

/// An account.
pub(crate) static ACCOUNT: Object = Object { name: "Account", members: &MEMBERS, fields: || known(&FIELDS) };

const ACTIVATION: &[Member] =
    &[row("externalId", line(|a: &Account| &a.external_id)), row("name", line(|a: &Account| &a.name))];

/// Operations on accounts.
pub(crate) static SECTION: Section = Section {
    tag: "Accounts",
    prefix: "accounts.",
    id: &[shape::<AccountId>()],
    operations: &[
        Operation::list("List accounts", &ACCOUNT),
        Operation::create("create", "Create an account", &ACCOUNT).pictured("account", "logo").conflicting(),
        Operation::get("Read an account", &ACCOUNT),
        Operation::update("Change an account", &ACCOUNT).pictured("account", "logo").conflicting(),
        Operation::icon("Read the picture of an account"),
        Operation::verb("activate", "Activate a client account", &ACCOUNT)
            .maybe_taking(Sent::Members(ACTIVATION))
            .conflicting(),
        Operation::verb("deactivate", "Take an activation back", &ACCOUNT),
        Operation::verb("disable", "Disable an account", &ACCOUNT),
        Operation::verb("enable", "Enable an account again", &ACCOUNT),
        Operation::verb("validate", "Try a change out, without storing it", &ACCOUNT)
            .maybe_taking(Sent::Of(&ACCOUNT, Side::Update)),
    ],
};
