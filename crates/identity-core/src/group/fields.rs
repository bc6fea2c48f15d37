//! The group's field registry (platform.md §3.4).

use super::{Group, GroupSummary};
use crate::account::{AccountKind, AccountStatus, AccountSummary};
use crate::id::{AccountId, BuyerId, GroupId, Id as _, UserId};
use crate::list::{Collection, Direction, Element, Field, Kind, Registry, Scalar, member};
use crate::module::{self, Module};
use crate::state::Stamp;
use crate::user::UserSummary;
use crate::value::EmailAddress;

/// A row of the list: the group and its account.
#[derive(Debug, Clone)]
pub struct GroupRow {
    /// The group.
    pub group: Group,
    /// Its account.
    pub account: AccountSummary,
    /// Its modules.
    pub modules: Vec<Module>,
    /// Its buyers.
    pub buyers: Vec<GroupBuyer>,
    /// Its members, as far as whoever asks sees them.
    pub users: Vec<GroupUser>,
}

/// A buyer that a group lists.
#[derive(Debug, Clone)]
pub struct GroupBuyer {
    /// Identifier.
    pub id: BuyerId,
    /// Name.
    pub name: Option<String>,
}

impl GroupBuyer {
    pub(crate) fn element(&self) -> Element {
        Element::new([("id", Scalar::Id(self.id.number())), ("name", Scalar::text(self.name.as_ref()))])
    }
}

/// A member of a group as the account shows them (R2, R20).
#[derive(Debug, Clone)]
pub struct GroupUser {
    /// The reference.
    pub user: UserSummary,
    /// E-mail.
    pub email: EmailAddress,
}

impl GroupUser {
    fn element(&self) -> Element {
        Element::new([
            ("id", Scalar::Id(self.user.id.number())),
            ("name", Scalar::text(Some(&self.user.name))),
            ("email", Scalar::text(Some(&self.email))),
        ])
    }
}

type Row = GroupRow;

const KINDS: &[&str] = &["Client", "Vendor", "Operations"];

fn when(stamp: Option<Stamp>) -> Scalar {
    Scalar::moment(stamp.map(|s| s.at))
}

fn whom(stamp: Option<Stamp>) -> Scalar {
    Scalar::text(stamp.and_then(|s| s.by))
}

/// Members of the group; without the right to manage, only oneself (R2).
const USERS: &str = " FROM membership_groups l JOIN memberships m ON m.id = l.membership_id JOIN users e ON e.id = m.user_id WHERE l.group_id = groups.id AND m.state <> 'Deleted' AND ({sees_account} OR e.id = {person})";
/// The own name, or the one given by the inviter until the person has joined (R20).
const USER_NAME: &str = "(CASE WHEN {sees_all} OR e.id = {person} OR m.joined_at IS NOT NULL THEN trim(e.first_name || ' ' || e.last_name) ELSE trim(m.given_first_name || ' ' || m.given_last_name) END)";

const USER: &[Field<Element>] = &[
    member!("id", Kind::Id(UserId::SHAPE), "e.id"),
    member!("name", Kind::Text, USER_NAME),
    member!("email", Kind::Email, "e.email"),
];

/// What a reference to a buyer shows, as the element of a collection whose table is `e`.
pub(crate) const BUYER: &[Field<Element>] = &[
    member!("id", Kind::Id(BuyerId::SHAPE), "e.buyer_id"),
    member!("name", Kind::Text, "(SELECT b.name FROM buyers b WHERE b.id = e.buyer_id)"),
];

/// What a reference to a group shows, as the element of a collection whose table is `e`.
pub(crate) const ELEMENT: &[Field<Element>] = &[
    member!("id", Kind::Id(GroupId::SHAPE), "e.id"),
    member!("name", Kind::Text, "e.name"),
    member!("description", Kind::Text, "e.description"),
    member!("isDefault", Kind::Flag, "(e.kind = 'Administrators')"),
];
/// What it shows besides.
pub(crate) const ELEMENT_BARRED: &[&str] = &["href", "logo"];

impl GroupSummary {
    /// The group as an element.
    pub(crate) fn element(&self) -> Element {
        Element::new([
            ("id", Scalar::Id(self.id.number())),
            ("name", Scalar::text(Some(&self.name))),
            ("description", Scalar::text(self.description.as_ref())),
            ("isDefault", Scalar::Flag(self.is_default)),
        ])
    }
}

/// The registry.
pub static FIELDS: Registry<GroupRow> = Registry {
    fields: &[
        Field::new("id", Kind::Id(GroupId::SHAPE), "groups.id", |r: &Row| Scalar::Id(r.group.id.number()))
            .indexed(),
        Field::new("revision", Kind::Number, "groups.revision", |r: &Row| {
            Scalar::Number(r.group.revision.into())
        }),
        Field::new("name", Kind::Text, "groups.name", |r: &Row| Scalar::text(Some(&r.group.name))).indexed(),
        Field::new("description", Kind::Text, "groups.description", |r: &Row| {
            Scalar::text(r.group.description.as_ref())
        }),
        Field::new("isDefault", Kind::Flag, "(groups.kind = 'Administrators')", |r: &Row| {
            Scalar::Flag(r.group.is_default())
        }),
        Field::new("account.id", Kind::Id(AccountId::SHAPE), "groups.account_id", |r: &Row| {
            Scalar::Id(r.group.account.number())
        })
        .indexed(),
        Field::new(
            "account.name",
            Kind::Text,
            "(SELECT a.name FROM accounts a WHERE a.id = groups.account_id)",
            |r: &Row| Scalar::text(Some(&r.account.name)),
        ),
        Field::new(
            "account.type",
            Kind::Enumeration(KINDS),
            "(SELECT a.kind FROM accounts a WHERE a.id = groups.account_id)",
            |r: &Row| Scalar::text(Some(AccountKind::as_str(r.account.kind))),
        ),
        Field::new(
            "account.status",
            Kind::Enumeration(&AccountStatus::NAMES),
            "(SELECT a.status FROM accounts a WHERE a.id = groups.account_id)",
            |r: &Row| Scalar::text(Some(r.account.status.as_str())),
        ),
        Field::new("audit.created.at", Kind::Moment, "groups.created_at", |r: &Row| {
            when(r.group.stamps.created)
        })
        .indexed(),
        Field::new("audit.created.by.id", Kind::MixedId, "groups.created_by", |r: &Row| {
            whom(r.group.stamps.created)
        }),
        Field::new("audit.updated.at", Kind::Moment, "groups.updated_at", |r: &Row| {
            when(r.group.stamps.updated)
        }),
        Field::new("audit.updated.by.id", Kind::MixedId, "groups.updated_by", |r: &Row| {
            whom(r.group.stamps.updated)
        }),
    ],
    collections: &[
        Collection {
            path: "modules",
            fields: module::ELEMENT,
            barred: module::ELEMENT_BARRED,
            sql: " FROM group_modules l JOIN modules e ON e.id = l.module_id WHERE l.group_id = groups.id",
            elements: |r: &Row| r.modules.iter().map(Module::element).collect(),
        },
        Collection {
            path: "buyers",
            fields: BUYER,
            barred: &["href", "icon"],
            sql: " FROM group_buyers e WHERE e.group_id = groups.id",
            elements: |r: &Row| r.buyers.iter().map(GroupBuyer::element).collect(),
        },
        Collection {
            path: "users",
            fields: USER,
            barred: &["href", "icon"],
            sql: USERS,
            elements: |r: &Row| r.users.iter().map(GroupUser::element).collect(),
        },
    ],
    barred: &["href", "logo"],
    members: &["href", "logo", "account", "modules", "buyers", "users", "audit"],
    omitted: &["users", "audit"],
    order: ("audit.created.at", Direction::Ascending),
    id_sql: "groups.id",
    id: |r: &Row| r.group.id.number(),
    guard_sql: None,
};
