//! The group's field registry (platform.md §3.4).

use super::Group;
use crate::account::{AccountKind, AccountStatus, AccountSummary};
use crate::id::{AccountId, GroupId, Id as _};
use crate::list::{Direction, Field, Kind, Registry, Scalar};
use crate::state::Stamp;

/// A row of the list: the group and its account.
#[derive(Debug, Clone)]
pub struct GroupRow {
    /// The group.
    pub group: Group,
    /// Its account.
    pub account: AccountSummary,
}

type Row = GroupRow;

const KINDS: &[&str] = &["Client", "Vendor", "Operations"];

fn when(stamp: Option<Stamp>) -> Scalar {
    Scalar::moment(stamp.map(|s| s.at))
}

fn whom(stamp: Option<Stamp>) -> Scalar {
    Scalar::text(stamp.and_then(|s| s.by))
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
    collections: &[],
    barred: &["href", "logo"],
    members: &["href", "logo", "account", "modules", "buyers", "users", "audit"],
    omitted: &["users", "audit"],
    order: ("audit.created.at", Direction::Ascending),
    id_sql: "groups.id",
    id: |r: &Row| r.group.id.number(),
    guard_sql: None,
};
