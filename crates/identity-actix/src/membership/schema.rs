//! Memberships as the reference describes them (platform.md §3.2): one list of operations for both families.

use identity_core::group::BUYERS_MAX;
use identity_core::id::{AccountId, MembershipId, UserId};
use identity_core::membership::{FIELDS_BY_MEMBERSHIP, FIELDS_BY_USER, GROUPS_MAX, MembershipStatus};
use identity_core::module::MODULES_MAX;

use super::view::PATH;
use crate::account::schema::ACCOUNT;
use crate::account::view::PATH as ACCOUNT_PATH;
use crate::buyer::schema::BUYER;
use crate::group::schema::GROUP;
use crate::module::schema::MODULE;
use crate::openapi::member::{Member, REVISION, Shown, Type, event, row, shape};
use crate::openapi::object::{Object, known};
use crate::openapi::operation::{Operation, Section, Sent};
use crate::user::schema::{
    EMAIL, FIRST_NAME, HREF, ICON, INVITATION, LAST_NAME, NAME, PHONE, SETTINGS, STATUS, USER,
};

/// Characters of an invitation's link: the portal's address and the code.
const LINK_CHARS: usize = 4000;

const ID: Type = Type::Id(&[shape::<MembershipId>()]);
const OWN_HREF: Type = Type::Path(&[(PATH, shape::<MembershipId>())], "");
const PAIR_HREF: Type =
    Type::Path(&[(ACCOUNT_PATH, shape::<AccountId>()), ("/users/", shape::<UserId>())], "");

/// The person: what references to people show, and more. An inviter sends the e-mail and the names.
const PERSON: Type = Type::Wide(
    &[
        row("id", Type::Id(&[shape::<UserId>()])).always().read_only(),
        row("href", HREF).always().read_only(),
        row("name", NAME).always().read_only(),
        row("icon", ICON).always().read_only(),
        row("email", EMAIL).always().required().fixed(),
        row("status", STATUS).always().read_only(),
        row("firstName", FIRST_NAME).required().sent(),
        row("lastName", LAST_NAME).required().sent(),
        row("phone", PHONE).sent(),
        row("settings", SETTINGS).sent(),
    ],
    &USER,
);

/// Code and link stand in the answer that minted them, to the operator (R18).
const INVITATION_AND_LINK: Type = {
    const MEMBERS: [Member; 4] = {
        let [status, expires_at] = INVITATION;
        [
            status,
            expires_at,
            row("code", Type::Form("^[0-9A-Za-z_-]{43}$", 43)).read_only(),
            row("url", Type::Line(LINK_CHARS)).read_only(),
        ]
    };
    Type::Part(&MEMBERS)
};

/// What both families show.
const COMMON: [Member; 9] = [
    REVISION,
    row("user", PERSON).always().required(),
    row("status", Type::Names(|| MembershipStatus::NAMES.to_vec())).always().read_only(),
    row("account", Type::Reference(&ACCOUNT)).always().fixed(),
    row("groups", Type::References(&GROUP, GROUPS_MAX)).always().required(),
    row("invitation", INVITATION_AND_LINK).always().fixed(),
    row("modules", Type::References(&MODULE, MODULES_MAX)).read_only().on_demand(),
    row("buyers", Type::References(&BUYER, BUYERS_MAX)).read_only().on_demand(),
    row(
        "audit",
        Type::Part(&[
            event("created"),
            event("updated"),
            event("invited"),
            event("joined"),
            event("access"),
            event("login"),
        ]),
    )
    .read_only()
    .on_demand(),
];

static BY_USER_MEMBERS: [Member; 20] = {
    let [revision, user, status, account, groups, invitation, modules, buyers, audit] = COMMON;
    [
        row("id", Type::Id(&[shape::<UserId>()])).always().read_only(),
        row("href", PAIR_HREF).always().read_only(),
        revision,
        row("accountUser", Type::Part(&[row("id", ID).always(), row("href", OWN_HREF).always()]))
            .always()
            .read_only(),
        user,
        row("email", EMAIL).always().read_only(),
        row("firstName", FIRST_NAME).always().read_only(),
        row("lastName", LAST_NAME).always().read_only(),
        row("name", NAME).always().read_only(),
        row("phone", PHONE).read_only(),
        row("settings", SETTINGS).read_only(),
        row("icon", ICON).always().read_only(),
        row("lastLoginAt", Type::Moment).read_only(),
        status,
        account,
        groups,
        invitation,
        modules,
        buyers,
        audit,
    ]
};

/// A membership, named by its person.
pub(crate) static BY_USER: Object =
    Object { name: "AccountUserByUser", members: &BY_USER_MEMBERS, fields: || known(&FIELDS_BY_USER) };

static BY_MEMBERSHIP_MEMBERS: [Member; 11] = {
    let [revision, user, status, account, groups, invitation, modules, buyers, audit] = COMMON;
    [
        row("id", ID).always().read_only(),
        row("href", OWN_HREF).always().read_only(),
        revision,
        user,
        status,
        // The path does not name the account here.
        Member { is_required: true, ..account },
        groups,
        invitation,
        modules,
        buyers,
        audit,
    ]
};

/// A membership, named by itself.
pub(crate) static BY_MEMBERSHIP: Object =
    Object { name: "AccountUser", members: &BY_MEMBERSHIP_MEMBERS, fields: || known(&FIELDS_BY_MEMBERSHIP) };

const fn operations(of: &'static Object) -> [Operation; 12] {
    const ADDED: &[Member] =
        &[Member { shown: Shown::Never, ..row("id", Type::Id(&[shape::<identity_core::id::GroupId>()])) }
            .required()];
    [
        Operation::list("List members", of),
        Operation::create("invite", "Invite a member", of).conflicting(),
        Operation::get("Read a member", of),
        Operation::update("Change a member", of),
        Operation::removal("remove", "Remove a member"),
        Operation::verb("groups.add", "Add a member to a group", of).taking(Sent::Members(ADDED)),
        Operation::verb("groups.replace", "Replace the groups of a member", of)
            .taking(Sent::References(&GROUP, GROUPS_MAX)),
        Operation::removal("groups.remove", "Take a member out of a group"),
        Operation::verb("accept-invite", "Accept one's invitation", of),
        Operation::removal("decline-invite", "Decline one's invitation"),
        Operation::verb("resend-invite", "Send an open invitation again", of).throttled(),
        Operation::verb("send-new-invite", "Invite again after the first invitation expired", of).throttled(),
    ]
}

static BY_USER_OPERATIONS: [Operation; 12] = operations(&BY_USER);
static BY_MEMBERSHIP_OPERATIONS: [Operation; 12] = operations(&BY_MEMBERSHIP);

const fn by_user(prefix: &'static str) -> Section {
    Section { tag: "Account users", prefix, id: &[], operations: &BY_USER_OPERATIONS }
}

/// Family A.
pub(crate) static BY_USER_SECTION: Section = by_user("accounts.users.");
/// The alias of family A.
pub(crate) static ALIAS_SECTION: Section = by_user("accounts.users.alias.");
/// Family B.
pub(crate) static BY_MEMBERSHIP_SECTION: Section = Section {
    tag: "Account users by membership",
    prefix: "account-users.",
    id: &[shape::<MembershipId>()],
    operations: &BY_MEMBERSHIP_OPERATIONS,
};
