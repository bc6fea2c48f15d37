//! The person's field registry (platform.md §3.3).

use super::{User, UserStatus, full_name};
use crate::account::{self, AccountKind, AccountStatus, AccountSummary};
use crate::id::{AccountId, Id as _, UserId};
use crate::list::{Collection, Direction, Field, Guard, Kind, Registry, Scalar};
use crate::membership::Membership;
use crate::state::Stamp;
use crate::timestamp::Timestamp;

/// A row of the list: the person as the account that asks may see them.
#[derive(Debug, Clone)]
pub struct UserRow {
    /// The person.
    pub user: User,
    /// The account the person enters next, where it is shown.
    pub current_account: Option<AccountSummary>,
    /// The person's accounts, where they are shown.
    pub accounts: Vec<AccountSummary>,
    /// The membership through which the person is seen, unless the person is seen in full (R20).
    pub seen_through: Option<Membership>,
    /// When the list was asked for.
    pub now: Timestamp,
}

type Row = UserRow;

const KINDS: &[&str] = &["Client", "Vendor", "Operations"];
/// A column of the account to enter next, which is shown to the person, to O+, and to that account.
macro_rules! current_account {
    ($column:literal) => {
        concat!(
            "(SELECT a.",
            $column,
            " FROM accounts a WHERE a.id = users.current_account_id AND a.status <> 'Deleted' \
             AND ({sees_all} OR users.id = {person} OR a.id = {account}))"
        )
    };
}
/// The accounts of a person, shown to the person and to O+ alone.
const ACCOUNTS: &str = " FROM memberships m JOIN accounts e ON e.id = m.account_id WHERE m.user_id = users.id AND m.state <> 'Deleted' AND e.status <> 'Deleted' AND ({sees_all} OR users.id = {person})";

const THROUGH: &str = "(SELECT m.given_first_name FROM memberships m WHERE m.user_id = users.id AND m.account_id = {account} AND m.state <> 'Deleted')";
const THROUGH_LAST: &str = "(SELECT m.given_last_name FROM memberships m WHERE m.user_id = users.id AND m.account_id = {account} AND m.state <> 'Deleted')";
const THROUGH_NAME: &str = "(SELECT trim(m.given_first_name || ' ' || m.given_last_name) FROM memberships m WHERE m.user_id = users.id AND m.account_id = {account} AND m.state <> 'Deleted')";
const STATUS: &str = "(CASE WHEN users.life <> 'Live' THEN users.life WHEN users.standing = 'Invited' AND users.invited_until <= {now} THEN 'InvitationExpired' ELSE users.standing END)";
const THROUGH_STATUS: &str = "(SELECT CASE WHEN users.life = 'Blocked' THEN 'Blocked' WHEN m.state = 'Invited' AND m.invited_until <= {now} THEN 'InvitationExpired' ELSE m.state END FROM memberships m WHERE m.user_id = users.id AND m.account_id = {account} AND m.state <> 'Deleted')";

fn open<T>(row: &Row, value: impl FnOnce(&User) -> Option<T>) -> Option<T> {
    if row.seen_through.is_some() { None } else { value(&row.user) }
}

fn entered(row: &Row) -> Option<&AccountSummary> {
    row.current_account.as_ref().filter(|_| row.seen_through.is_none())
}

fn status(row: &Row) -> Scalar {
    let status = match &row.seen_through {
        None => row.user.status(row.now).as_str(),
        Some(membership) => membership.status(&row.user, row.now).as_str(),
    };
    Scalar::text(Some(status))
}

fn when(row: &Row, stamp: fn(&User) -> Option<Stamp>) -> Scalar {
    Scalar::moment(open(row, stamp).map(|s| s.at))
}

fn whom(row: &Row, stamp: fn(&User) -> Option<Stamp>) -> Scalar {
    Scalar::text(open(row, stamp).and_then(|s| s.by))
}

const fn hidden(path: &'static str, kind: Kind, sql: &'static str, value: fn(&Row) -> Scalar) -> Field<Row> {
    Field::new(path, kind, sql, value).guarded(Guard::Hidden)
}

/// The registry.
pub static FIELDS: Registry<Row> = Registry {
    fields: &[
        Field::new("id", Kind::Id(UserId::SHAPE), "users.id", |r: &Row| Scalar::Id(r.user.id.number()))
            .indexed(),
        hidden("revision", Kind::Number, "users.revision", |r: &Row| {
            open(r, |u| Some(u.revision)).map_or(Scalar::Absent, |n| Scalar::Number(n.into()))
        }),
        Field::new("email", Kind::Email, "users.email", |r: &Row| Scalar::text(Some(&r.user.email)))
            .indexed(),
        Field::new("firstName", Kind::Text, "users.first_name", |r: &Row| {
            Scalar::text(Some(r.seen_through.as_ref().map_or(&r.user.first_name, |m| &m.given.first)))
        })
        .indexed()
        .guarded(Guard::Instead(THROUGH)),
        Field::new("lastName", Kind::Text, "users.last_name", |r: &Row| {
            Scalar::text(Some(r.seen_through.as_ref().map_or(&r.user.last_name, |m| &m.given.last)))
        })
        .indexed()
        .guarded(Guard::Instead(THROUGH_LAST)),
        Field::new("name", Kind::Text, "trim(users.first_name || ' ' || users.last_name)", |r: &Row| {
            let given = r.seen_through.as_ref().map(|m| full_name(&m.given.first, &m.given.last));
            Scalar::text(Some(given.unwrap_or_else(|| r.user.name())))
        })
        .guarded(Guard::Instead(THROUGH_NAME)),
        Field::new("status", Kind::Enumeration(&UserStatus::NAMES), STATUS, status)
            .guarded(Guard::Instead(THROUGH_STATUS)),
        hidden("phone.prefix", Kind::Text, "users.phone_prefix", |r: &Row| {
            Scalar::text(open(r, |u| u.phone.as_ref()?.prefix.clone()))
        }),
        hidden("phone.number", Kind::Text, "users.phone_number", |r: &Row| {
            Scalar::text(open(r, |u| u.phone.as_ref()?.number.clone()))
        }),
        hidden("lastLoginAt", Kind::Moment, "users.last_login_at", |r: &Row| {
            Scalar::moment(open(r, |u| u.last_login_at))
        }),
        hidden("currentAccount.id", Kind::Id(AccountId::SHAPE), current_account!("id"), |r: &Row| {
            Scalar::id(entered(r).map(|a| a.id))
        }),
        hidden("currentAccount.name", Kind::Text, current_account!("name"), |r: &Row| {
            Scalar::text(entered(r).map(|a| &a.name))
        }),
        hidden("currentAccount.type", Kind::Enumeration(KINDS), current_account!("kind"), |r: &Row| {
            Scalar::text(entered(r).map(|a| AccountKind::as_str(a.kind)))
        }),
        hidden(
            "currentAccount.status",
            Kind::Enumeration(&AccountStatus::NAMES),
            current_account!("status"),
            |r: &Row| Scalar::text(entered(r).map(|a| a.status.as_str())),
        ),
        hidden("audit.created.at", Kind::Moment, "users.created_at", |r: &Row| when(r, |u| u.stamps.created))
            .indexed(),
        hidden("audit.created.by.id", Kind::MixedId, "users.created_by", |r: &Row| {
            whom(r, |u| u.stamps.created)
        }),
        hidden("audit.updated.at", Kind::Moment, "users.updated_at", |r: &Row| when(r, |u| u.stamps.updated)),
        hidden("audit.updated.by.id", Kind::MixedId, "users.updated_by", |r: &Row| {
            whom(r, |u| u.stamps.updated)
        }),
        hidden("audit.login.at", Kind::Moment, "users.login_at", |r: &Row| when(r, |u| u.stamps.login)),
        hidden("audit.login.by.id", Kind::MixedId, "users.login_by", |r: &Row| whom(r, |u| u.stamps.login)),
        hidden("audit.blocked.at", Kind::Moment, "users.blocked_at", |r: &Row| when(r, |u| u.stamps.blocked)),
        hidden("audit.blocked.by.id", Kind::MixedId, "users.blocked_by", |r: &Row| {
            whom(r, |u| u.stamps.blocked)
        }),
        hidden("audit.unblocked.at", Kind::Moment, "users.unblocked_at", |r: &Row| {
            when(r, |u| u.stamps.unblocked)
        }),
        hidden("audit.unblocked.by.id", Kind::MixedId, "users.unblocked_by", |r: &Row| {
            whom(r, |u| u.stamps.unblocked)
        }),
        hidden("audit.invitationAcceptedAt", Kind::Moment, "users.activated_at", |r: &Row| {
            Scalar::moment(open(r, |u| u.activated_at))
        }),
    ],
    collections: &[Collection {
        path: "accounts",
        fields: account::ELEMENT,
        barred: account::ELEMENT_BARRED,
        sql: ACCOUNTS,
        elements: |r: &Row| r.accounts.iter().map(AccountSummary::element).collect(),
    }],
    barred: &[
        "href",
        "icon",
        "SSO",
        "acceptedTerms",
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
        "icon",
        "phone",
        "settings",
        "SSO",
        "acceptedTerms",
        "currentAccount",
        "accounts",
        "audit",
    ],
    omitted: &["accounts", "audit"],
    order: ("audit.created.at", Direction::Ascending),
    id_sql: "users.id",
    id: |r: &Row| r.user.id.number(),
    guard_sql: Some(
        "(users.id = {person} OR EXISTS (SELECT 1 FROM memberships j WHERE j.user_id = users.id AND j.account_id = {account} AND j.state <> 'Deleted' AND j.joined_at IS NOT NULL))",
    ),
};
