//! People as the reference describes them (platform.md §3.3).

use identity_core::id::{MembershipId, UserId};
use identity_core::membership::INVITATION_NAMES;
use identity_core::user::{FIELDS, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, User, UserSettings, UserStatus};
use identity_core::value::Phone;

use super::view::PATH;
use crate::account::schema::{ACCOUNT, ENTRY};
use crate::openapi::member::{Member, REVISION, Type, event, limit, line, row, shape};
use crate::openapi::object::{Object, known};
use crate::openapi::operation::{Answer, Operation, Section, Sent};

/// Accounts of one person that are shown at most; the contract sets no limit.
const ACCOUNTS_MAX: usize = 100_000;
/// Characters of an invitation's code (R18).
const CODE_CHARS: usize = 43;

/// First and last name with a space between them.
pub(crate) const NAME: Type =
    Type::Line(limit(|u: &User| &u.first_name) + 1 + limit(|u: &User| &u.last_name));
pub(crate) const EMAIL: Type = Type::Email(limit(|u: &User| &u.email));
pub(crate) const FIRST_NAME: Type = line(|u: &User| &u.first_name);
pub(crate) const LAST_NAME: Type = line(|u: &User| &u.last_name);
pub(crate) const STATUS: Type = Type::Names(|| UserStatus::NAMES.to_vec());
pub(crate) const HREF: Type = Type::Path(&[(PATH, shape::<UserId>())], "");
pub(crate) const ICON: Type = Type::Path(&[(PATH, shape::<UserId>())], "/icon");

const DIALLED: &str = "^[+ ()0-9-]*$";

/// A phone number.
pub(crate) const PHONE: Type = Type::Part(&[
    row("prefix", Type::Form(DIALLED, limit(|p: &Phone| &p.prefix))),
    row("number", Type::Form(DIALLED, limit(|p: &Phone| &p.number))),
]);

/// How a person wants to be addressed.
pub(crate) const SETTINGS: Type = Type::Part(&[
    row("cultureCode", line(|s: &UserSettings| &s.culture_code)),
    row("languageCode", line(|s: &UserSettings| &s.language_code)),
    row("dateFormat", line(|s: &UserSettings| &s.date_format)),
    row("timeFormat", line(|s: &UserSettings| &s.time_format)),
    row("timeZone", line(|s: &UserSettings| &s.time_zone)),
    row("numberFormat", line(|s: &UserSettings| &s.number_format)),
]);

/// The status of an invitation, and until when it is open.
pub(crate) const INVITATION: [Member; 2] = [
    row("status", Type::Names(|| INVITATION_NAMES.to_vec())).always(),
    row("expiresAt", Type::Moment).read_only(),
];

static MEMBERS: [Member; 17] = [
    row("id", Type::Id(&[shape::<UserId>()])).always().read_only().shared(),
    row("href", HREF).always().read_only().shared(),
    // Whoever has not joined shows next to nothing (R20).
    Member { shown: crate::openapi::member::Shown::Maybe, ..REVISION },
    row("email", EMAIL).always().read_only(),
    row("name", NAME).always().read_only().shared(),
    row("firstName", FIRST_NAME).always().required(),
    row("lastName", LAST_NAME).always().required(),
    row("status", STATUS).always().read_only(),
    row("phone", PHONE),
    row("settings", SETTINGS),
    row("icon", ICON).always().read_only().shared(),
    row("SSO", Type::Flag).read_only(),
    row("acceptedTerms", Type::Flag).read_only(),
    row("lastLoginAt", Type::Moment).read_only(),
    row("currentAccount", Type::Reference(&ACCOUNT)),
    row("accounts", Type::References(&ACCOUNT, ACCOUNTS_MAX)).read_only().on_demand(),
    row(
        "audit",
        Type::Part(&[
            event("created"),
            event("updated"),
            event("login"),
            event("blocked"),
            event("unblocked"),
            row("invitationAcceptedAt", Type::Moment),
        ]),
    )
    .read_only()
    .on_demand(),
];

/// A person.
pub(crate) static USER: Object = Object { name: "User", members: &MEMBERS, fields: || known(&FIELDS) };

static ENTRY_MEMBERS: [Member; 9] = {
    let [id, href, name, kind, status, icon] = ENTRY;
    let happened = Type::Part(&[event("invited"), event("joined"), event("access")]);
    [
        id,
        href,
        name,
        kind,
        status,
        icon,
        row("favorite", Type::Flag).always(),
        row("invitation", Type::Part(&INVITATION)).always().read_only(),
        row("audit", happened).read_only(),
    ]
};

/// One of a person's own accounts.
pub(crate) static OWN_ACCOUNT: Object =
    Object { name: "OwnAccount", members: &ENTRY_MEMBERS, fields: Vec::new };

const PASSWORD: Type = Type::Password(PASSWORD_CHARS_MIN, PASSWORD_CHARS_MAX);

const SET_PASSWORD: &[Member] = &[
    row("password", PASSWORD).required(),
    row("currentPassword", Type::Password(0, PASSWORD_CHARS_MAX)),
    row("invitationCode", Type::Line(CODE_CHARS)),
];

/// Operations on people.
pub(crate) static SECTION: Section = Section {
    tag: "Users",
    prefix: "users.",
    id: &[shape::<UserId>()],
    operations: &[
        Operation::list("List people", &USER),
        Operation::get("Read a person", &USER),
        Operation::update("Change a person", &USER).pictured("user", "icon"),
        Operation::removal("delete", "Delete a person who is disabled or blocked"),
        Operation::icon("Read the picture of a person"),
        Operation::verb("block", "Block a person everywhere", &USER),
        Operation::verb("unblock", "Lift the block of a person", &USER),
        Operation::verb("set-password", "Set a password, with an invitation's code too", &USER)
            .taking(Sent::Members(SET_PASSWORD))
            .throttled()
            .by(&[shape::<UserId>(), shape::<MembershipId>()]),
        Operation::other("sso", "Has the e-mail's domain an identity provider?", Answer::Component("Sso"))
            .open(),
        Operation::other("sso.post", "The same by POST", Answer::Component("Sso")).open(),
        Operation::other("sso-check", "The same under another name", Answer::Component("Sso")).open(),
        Operation::other("sso-check.post", "The same by POST", Answer::Component("Sso")).open(),
        Operation::other("accounts.list", "List the accounts of a person", Answer::Page(&OWN_ACCOUNT)),
        Operation::other("accounts.set-favorite", "Mark a favourite account", Answer::One(&OWN_ACCOUNT))
            .taking(Sent::Members(&[row("favorite", Type::Flag).required()])),
    ],
};
