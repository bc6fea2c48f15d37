//! Audit records as the reference describes them (platform.md §3.8).

use identity_core::account::{AccountKind, AccountSummary};
use identity_core::audit::{Event, FIELDS, ObjectKind};
use identity_core::id::{
    AccountId, AuditId, BuyerId, DeviceId, GroupId, IdShape, MembershipId, TokenId, UserId,
};

use super::view::PATH;
use crate::account::view::PATH as ACCOUNT_PATH;
use crate::openapi::member::{Member, Type, line, row, shape};
use crate::openapi::object::{Object, known};
use crate::openapi::operation::{Operation, Section};

/// Kinds of object that a record may be about.
const OBJECTS: &[IdShape] = &[
    shape::<AccountId>(),
    shape::<MembershipId>(),
    shape::<UserId>(),
    shape::<GroupId>(),
    shape::<TokenId>(),
    shape::<BuyerId>(),
    shape::<DeviceId>(),
];
/// Other objects that one request changes at most.
const RELATED_MAX: usize = 1_000_000;
/// Accounts that see one record at most: all those in which a person is a member.
const VIEWERS_MAX: usize = 100_000;
/// Characters of a template, or of one that names were put into.
const TEXT_CHARS: usize = 4000;
/// Names of objects are those of accounts at most.
const NAME: Type = line(|a: &AccountSummary| &a.name);
/// A path below one of the collections.
const ICON: Type = Type::Line(2000);

const ACCOUNT_KIND: Type = Type::Names(|| AccountKind::ALL.map(AccountKind::as_str).to_vec());
const OBJECT_KIND: Type = Type::Names(|| ObjectKind::ALL.map(ObjectKind::as_str).to_vec());
const ACCOUNT_ICON: Type = Type::Path(&[(ACCOUNT_PATH, shape::<AccountId>())], "/icon");

const OBJECT: Type = Type::Part(&[
    row("id", Type::Id(OBJECTS)).always(),
    row("name", NAME).always(),
    row("icon", ICON),
    row("objectType", OBJECT_KIND).always(),
    row("revision", Type::Count(u32::MAX as u64)).always(),
]);

const ACTOR: Type = Type::Part(&[
    row("id", Type::Id(&[shape::<UserId>(), shape::<TokenId>()])),
    row("name", NAME).always(),
    row("icon", ICON),
    row(
        "account",
        Type::Part(&[
            row("id", Type::Id(&[shape::<AccountId>()])).always(),
            row("name", NAME).always(),
            row("icon", ACCOUNT_ICON).always(),
            row("accountType", ACCOUNT_KIND).always(),
        ]),
    ),
]);

const REQUEST: Type = Type::Part(&[
    row(
        "api",
        Type::Part(&[
            row("ip", Type::Line(45)),
            row("userAgent", Type::Line(500)),
            row("geolocation", Type::Part(&[row("countryCode", Type::Form("^[A-Z]{2}$", 2))])),
        ]),
    ),
    row("log", Type::Part(&[row("correlationId", Type::Form("^[0-9a-f]{32}$", 32))])),
]);

const VIEWER: Type = Type::Part(&[
    row("id", Type::Id(&[shape::<AccountId>()])).always(),
    row("name", NAME).always(),
    row("type", ACCOUNT_KIND).always(),
    row("icon", ACCOUNT_ICON).always(),
]);

static MEMBERS: [Member; 13] = [
    row("id", Type::Id(&[shape::<AuditId>()])).always().read_only(),
    row("href", Type::Path(&[(PATH, shape::<AuditId>())], "")).always().read_only(),
    row("event", Type::Names(|| Event::ALL.iter().map(|event| event.as_str()).collect()))
        .always()
        .read_only(),
    row("timestamp", Type::Moment).always().read_only(),
    row("type", Type::Names(|| vec!["Public", "Private"])).always().read_only(),
    row("summary", Type::Line(TEXT_CHARS)).always().read_only(),
    row("details", Type::Line(TEXT_CHARS)).always().read_only(),
    row("object", OBJECT).always().read_only(),
    row(
        "related",
        Type::List(
            &Type::Part(&[row("id", Type::Id(OBJECTS)).always(), row("objectType", OBJECT_KIND).always()]),
            RELATED_MAX,
        ),
    )
    .read_only(),
    row("actor", ACTOR).always().read_only(),
    row("request", REQUEST).read_only(),
    row("viewers", Type::List(&VIEWER, VIEWERS_MAX)).read_only().on_demand(),
    row(
        "documents",
        Type::Part(&[row("before", Type::Component("Facts")), row("after", Type::Component("Facts"))]),
    )
    .read_only()
    .on_demand(),
];

/// An audit record.
pub(crate) static RECORD: Object =
    Object { name: "AuditRecord", members: &MEMBERS, fields: || known(&FIELDS) };

/// Operations on audit records.
pub(crate) static SECTION: Section = Section {
    tag: "Audit records",
    prefix: "audit-records.",
    id: &[shape::<AuditId>()],
    operations: &[
        Operation::list("List audit records", &RECORD),
        Operation::get("Read an audit record", &RECORD),
    ],
};
