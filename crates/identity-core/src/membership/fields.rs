//! The membership's field registries: the same members, named by person or by membership (platform.md §3.2).

use super::{Membership, MembershipStatus};
use crate::account::{AccountKind, AccountStatus, AccountSummary};
use crate::group::{self, GroupBuyer, GroupSummary};
use crate::id::{AccountId, Id as _, MembershipId, UserId};
use crate::list::{Collection, Direction, Field, Guard, Kind, Registry, Scalar};
use crate::module::{self, Module};
use crate::state::Stamp;
use crate::timestamp::Timestamp;
use crate::user::{User, UserStatus, full_name};

/// A row of the list: the membership, its person and its account.
#[derive(Debug, Clone)]
pub struct MembershipRow {
    /// The membership.
    pub membership: Membership,
    /// The person.
    pub user: User,
    /// The account.
    pub account: AccountSummary,
    /// Its groups.
    pub groups: Vec<GroupSummary>,
    /// Union of the groups' modules.
    pub modules: Vec<Module>,
    /// Union of the groups' buyers; none where one of the groups has all (R35).
    pub buyers: Vec<GroupBuyer>,
    /// Whether only what the inviter gave is shown (R20).
    pub is_guarded: bool,
    /// When the list was asked for.
    pub now: Timestamp,
}

type Row = MembershipRow;

const KINDS: &[&str] = &["Client", "Vendor", "Operations"];
/// What the status of an invitation may be.
pub const INVITATION_NAMES: &[&str] = &["Invited", "InvitationExpired", "Active"];
const STATUS: &str = "(CASE WHEN users.life = 'Blocked' THEN 'Blocked' WHEN memberships.state = 'Invited' AND memberships.invited_until <= {now} THEN 'InvitationExpired' ELSE memberships.state END)";
const USER_STATUS: &str = "(CASE WHEN users.life <> 'Live' THEN users.life WHEN users.standing = 'Invited' AND users.invited_until <= {now} THEN 'InvitationExpired' ELSE users.standing END)";
const INVITATION_STATUS: &str = "(CASE WHEN memberships.state = 'Invited' AND memberships.invited_until <= {now} THEN 'InvitationExpired' WHEN memberships.state = 'Invited' THEN 'Invited' ELSE 'Active' END)";
const FULL_NAME: &str = "trim(users.first_name || ' ' || users.last_name)";
const GIVEN_NAME: &str = "trim(memberships.given_first_name || ' ' || memberships.given_last_name)";

const GROUPS: &str =
    " FROM membership_groups l JOIN groups e ON e.id = l.group_id WHERE l.membership_id = memberships.id";
const MODULES: &str = " FROM membership_groups l JOIN group_modules g ON g.group_id = l.group_id JOIN modules e ON e.id = g.module_id WHERE l.membership_id = memberships.id";
const BUYERS: &str = " FROM membership_groups l JOIN group_buyers e ON e.group_id = l.group_id WHERE l.membership_id = memberships.id AND NOT EXISTS (SELECT 1 FROM membership_groups k JOIN groups g ON g.id = k.group_id WHERE k.membership_id = memberships.id AND NOT g.is_buyer_limited)";

const COLLECTIONS: &[Collection<Row>] = &[
    Collection {
        path: "groups",
        fields: group::ELEMENT,
        barred: group::ELEMENT_BARRED,
        sql: GROUPS,
        elements: |r: &Row| r.groups.iter().map(GroupSummary::element).collect(),
    },
    Collection {
        path: "modules",
        fields: module::ELEMENT,
        barred: module::ELEMENT_BARRED,
        sql: MODULES,
        elements: |r: &Row| r.modules.iter().map(Module::element).collect(),
    },
    Collection {
        path: "buyers",
        fields: group::BUYER,
        barred: &["href", "icon"],
        sql: BUYERS,
        elements: |r: &Row| r.buyers.iter().map(GroupBuyer::element).collect(),
    },
];

fn open<T>(row: &Row, value: impl FnOnce(&User) -> Option<T>) -> Option<T> {
    if row.is_guarded { None } else { value(&row.user) }
}

fn status(row: &Row) -> Scalar {
    Scalar::text(Some(row.membership.status(&row.user, row.now).as_str()))
}

fn user_status(row: &Row) -> Scalar {
    if row.is_guarded { status(row) } else { Scalar::text(Some(row.user.status(row.now).as_str())) }
}

fn invitation_status(row: &Row) -> Scalar {
    let status = row.membership.own_status(row.now);
    let open = matches!(status, MembershipStatus::Invited | MembershipStatus::InvitationExpired);
    Scalar::text(Some(if open { status.as_str() } else { "Active" }))
}

fn first_name(row: &Row) -> Scalar {
    Scalar::text(Some(if row.is_guarded { &row.membership.given.first } else { &row.user.first_name }))
}

fn last_name(row: &Row) -> Scalar {
    Scalar::text(Some(if row.is_guarded { &row.membership.given.last } else { &row.user.last_name }))
}

fn name(row: &Row) -> Scalar {
    let given = &row.membership.given;
    Scalar::text(Some(if row.is_guarded { full_name(&given.first, &given.last) } else { row.user.name() }))
}

fn when(stamp: Option<Stamp>) -> Scalar {
    Scalar::moment(stamp.map(|s| s.at))
}

fn whom(stamp: Option<Stamp>) -> Scalar {
    Scalar::text(stamp.and_then(|s| s.by))
}

const fn user_id(path: &'static str) -> Field<Row> {
    Field::new(path, Kind::Id(UserId::SHAPE), "memberships.user_id", |r: &Row| Scalar::Id(r.user.id.number()))
        .indexed()
}

const fn membership_id(path: &'static str) -> Field<Row> {
    let id: fn(&Row) -> Scalar = |r: &Row| Scalar::Id(r.membership.id.number());
    Field::new(path, Kind::Id(MembershipId::SHAPE), "memberships.id", id).indexed()
}

macro_rules! registry {
    ($id:expr, [$($own:expr),* $(,)?], barred: $barred:expr, members: $members:expr) => {
        Registry {
            fields: &[
                $id,
                $($own,)*
                Field::new("revision", Kind::Number, "memberships.revision", |r: &Row| {
                    Scalar::Number(r.membership.revision.into())
                }),
                user_id("user.id"),
                Field::new("user.name", Kind::Text, FULL_NAME, name).guarded(Guard::Instead(GIVEN_NAME)),
                Field::new("user.email", Kind::Email, "users.email", |r: &Row| Scalar::text(Some(&r.user.email))),
                Field::new("user.status", Kind::Enumeration(&UserStatus::NAMES), USER_STATUS, user_status)
                    .guarded(Guard::Instead(STATUS)),
                Field::new("account.id", Kind::Id(AccountId::SHAPE), "memberships.account_id", |r: &Row| {
                    Scalar::Id(r.account.id.number())
                })
                .indexed(),
                Field::new(
                    "account.name",
                    Kind::Text,
                    "(SELECT a.name FROM accounts a WHERE a.id = memberships.account_id)",
                    |r: &Row| Scalar::text(Some(&r.account.name)),
                ),
                Field::new(
                    "account.type",
                    Kind::Enumeration(KINDS),
                    "(SELECT a.kind FROM accounts a WHERE a.id = memberships.account_id)",
                    |r: &Row| Scalar::text(Some(AccountKind::as_str(r.account.kind))),
                ),
                Field::new(
                    "account.status",
                    Kind::Enumeration(&AccountStatus::NAMES),
                    "(SELECT a.status FROM accounts a WHERE a.id = memberships.account_id)",
                    |r: &Row| Scalar::text(Some(r.account.status.as_str())),
                ),
                Field::new("status", Kind::Enumeration(&MembershipStatus::NAMES), STATUS, status),
                Field::new("invitation.status", Kind::Enumeration(INVITATION_NAMES), INVITATION_STATUS, invitation_status),
                Field::new("invitation.expiresAt", Kind::Moment, "memberships.invited_until", |r: &Row| {
                    Scalar::moment(r.membership.invitation.map(|i| i.expires_at))
                }),
                Field::new("audit.created.at", Kind::Moment, "memberships.created_at", |r: &Row| {
                    when(r.membership.stamps.created)
                })
                .indexed(),
                Field::new("audit.created.by.id", Kind::MixedId, "memberships.created_by", |r: &Row| {
                    whom(r.membership.stamps.created)
                }),
                Field::new("audit.updated.at", Kind::Moment, "memberships.updated_at", |r: &Row| {
                    when(r.membership.stamps.updated)
                }),
                Field::new("audit.updated.by.id", Kind::MixedId, "memberships.updated_by", |r: &Row| {
                    whom(r.membership.stamps.updated)
                }),
                Field::new("audit.invited.at", Kind::Moment, "memberships.invited_at", |r: &Row| {
                    when(r.membership.stamps.invited)
                }),
                Field::new("audit.invited.by.id", Kind::MixedId, "memberships.invited_by", |r: &Row| {
                    whom(r.membership.stamps.invited)
                }),
                Field::new("audit.joined.at", Kind::Moment, "memberships.joined_at", |r: &Row| {
                    when(r.membership.stamps.joined)
                }),
                Field::new("audit.joined.by.id", Kind::MixedId, "memberships.joined_by", |r: &Row| {
                    whom(r.membership.stamps.joined)
                }),
                Field::new("audit.access.at", Kind::Moment, "memberships.access_at", |r: &Row| {
                    when(r.membership.stamps.access)
                }),
                Field::new("audit.access.by.id", Kind::MixedId, "memberships.access_by", |r: &Row| {
                    whom(r.membership.stamps.access)
                }),
                Field::new("audit.login.at", Kind::Moment, "memberships.login_at", |r: &Row| {
                    when(r.membership.stamps.login)
                }),
                Field::new("audit.login.by.id", Kind::MixedId, "memberships.login_by", |r: &Row| {
                    whom(r.membership.stamps.login)
                }),
            ],
            collections: COLLECTIONS,
            barred: $barred,
            members: $members,
            omitted: &["modules", "buyers", "audit"],
            order: ("audit.created.at", Direction::Ascending),
            id_sql: "memberships.id",
            id: |r: &Row| r.membership.id.number(),
            guard_sql: Some("(memberships.joined_at IS NOT NULL OR memberships.user_id = {person})"),
        }
    };
}

/// Family A: `id` is the person's, and the person's members are repeated flat.
pub static FIELDS_BY_USER: Registry<Row> = registry!(
    user_id("id"),
    [
        Field::new("email", Kind::Email, "users.email", |r: &Row| Scalar::text(Some(&r.user.email))),
        Field::new("firstName", Kind::Text, "users.first_name", first_name)
            .guarded(Guard::Instead("memberships.given_first_name")),
        Field::new("lastName", Kind::Text, "users.last_name", last_name)
            .guarded(Guard::Instead("memberships.given_last_name")),
        Field::new("name", Kind::Text, FULL_NAME, name).guarded(Guard::Instead(GIVEN_NAME)),
        Field::new("phone.prefix", Kind::Text, "users.phone_prefix", |r: &Row| {
            Scalar::text(open(r, |u| u.phone.as_ref()?.prefix.clone()))
        })
        .guarded(Guard::Hidden),
        Field::new("phone.number", Kind::Text, "users.phone_number", |r: &Row| {
            Scalar::text(open(r, |u| u.phone.as_ref()?.number.clone()))
        })
        .guarded(Guard::Hidden),
        Field::new("lastLoginAt", Kind::Moment, "users.last_login_at", |r: &Row| {
            Scalar::moment(open(r, |u| u.last_login_at))
        })
        .guarded(Guard::Hidden),
    ],
    barred: &[
        "href",
        "icon",
        "accountUser",
        "accountUser.id",
        "accountUser.href",
        "invitation.code",
        "invitation.url",
        "settings",
        "settings.cultureCode",
        "settings.languageCode",
        "settings.dateFormat",
        "settings.timeFormat",
        "settings.timeZone",
        "settings.numberFormat",
    ],
    members: &[
        "href",
        "accountUser",
        "account",
        "user",
        "phone",
        "settings",
        "icon",
        "groups",
        "modules",
        "buyers",
        "invitation",
        "audit",
    ]
);

/// Family B: `id` is the membership's.
pub static FIELDS_BY_MEMBERSHIP: Registry<Row> = registry!(
    membership_id("id"),
    [],
    barred: &["href", "invitation.code", "invitation.url"],
    members: &["href", "account", "user", "groups", "modules", "buyers", "invitation", "audit"]
);
