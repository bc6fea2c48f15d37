//! The API token's field registry (platform.md §3.6).

use super::{ApiToken, TokenState};
use crate::account::{AccountKind, AccountStatus, AccountSummary};
use crate::id::{AccountId, Id as _, TokenId, UserId};
use crate::list::{Collection, Direction, Field, Guard, Kind, Registry, Scalar};
use crate::module::{self, Module};
use crate::state::Stamp;
use crate::timestamp::Timestamp;
use crate::user::User;

/// A row of the list: the token, its account and its holder.
#[derive(Debug, Clone)]
pub struct TokenRow {
    /// The token.
    pub token: ApiToken,
    /// Its account.
    pub account: AccountSummary,
    /// Its holder.
    pub holder: Option<User>,
    /// The name that the inviter gave the holder, where no more than that is shown (R20).
    pub given_name: Option<String>,
    /// Its modules.
    pub modules: Vec<Module>,
    /// When the list was asked for.
    pub now: Timestamp,
}

type Row = TokenRow;

const KINDS: &[&str] = &["Client", "Vendor", "Operations"];

fn when(stamp: Option<Stamp>) -> Scalar {
    Scalar::moment(stamp.map(|s| s.at))
}

fn whom(stamp: Option<Stamp>) -> Scalar {
    Scalar::text(stamp.and_then(|s| s.by))
}

/// Digests that authenticate now: the present one, and the one before while its grace lasts (R37, R39).
fn digests(row: &Row) -> Scalar {
    let digests = &row.token.digests;
    let previous = digests.previous.filter(|(_, until)| row.now < *until).map(|(digest, _)| digest);
    Scalar::Digests(std::iter::once(digests.current).chain(previous).collect())
}

/// The registry.
pub static FIELDS: Registry<Row> = Registry {
    fields: &[
        Field::new("id", Kind::Id(TokenId::SHAPE), "api_tokens.id", |r: &Row| Scalar::Id(r.token.id.number())).indexed(),
        Field::new("revision", Kind::Number, "api_tokens.revision", |r: &Row| Scalar::Number(r.token.revision.into())),
        Field::new("name", Kind::Text, "api_tokens.name", |r: &Row| Scalar::text(Some(&r.token.name))),
        Field::new("description", Kind::Text, "api_tokens.description", |r: &Row| {
            Scalar::text(r.token.description.as_ref())
        }),
        Field::new("status", Kind::Enumeration(&TokenState::NAMES), "api_tokens.state", |r: &Row| {
            Scalar::text(Some(r.token.state.as_str()))
        }),
        Field::new(
            "token",
            Kind::TokenValue,
            "(api_tokens.digest = {value} OR (api_tokens.previous_digest = {value} AND api_tokens.previous_until > {now}))",
            digests,
        )
        .unsortable()
        .indexed(),
        Field::new("retrievable", Kind::Flag, "api_tokens.is_retrievable", |r: &Row| {
            Scalar::Flag(r.token.is_retrievable)
        }),
        Field::new("account.id", Kind::Id(AccountId::SHAPE), "api_tokens.account_id", |r: &Row| {
            Scalar::Id(r.token.account.number())
        })
        .indexed(),
        Field::new(
            "account.name",
            Kind::Text,
            "(SELECT a.name FROM accounts a WHERE a.id = api_tokens.account_id)",
            |r: &Row| Scalar::text(Some(&r.account.name)),
        ),
        Field::new(
            "account.type",
            Kind::Enumeration(KINDS),
            "(SELECT a.kind FROM accounts a WHERE a.id = api_tokens.account_id)",
            |r: &Row| Scalar::text(Some(AccountKind::as_str(r.account.kind))),
        ),
        Field::new(
            "account.status",
            Kind::Enumeration(&AccountStatus::NAMES),
            "(SELECT a.status FROM accounts a WHERE a.id = api_tokens.account_id)",
            |r: &Row| Scalar::text(Some(r.account.status.as_str())),
        ),
        Field::new("holder.id", Kind::Id(UserId::SHAPE), "api_tokens.holder_id", |r: &Row| Scalar::id(r.token.holder))
            .indexed(),
        Field::new(
            "holder.name",
            Kind::Text,
            "(SELECT trim(h.first_name || ' ' || h.last_name) FROM users h WHERE h.id = api_tokens.holder_id)",
            |r: &Row| Scalar::text(r.given_name.clone().or_else(|| r.holder.as_ref().map(User::name))),
        )
        .guarded(Guard::Instead(
            "(SELECT trim(m.given_first_name || ' ' || m.given_last_name) FROM memberships m WHERE m.user_id = api_tokens.holder_id AND m.account_id = api_tokens.account_id AND m.state <> 'Deleted')",
        )),
        Field::new(
            "holder.email",
            Kind::Email,
            "(SELECT h.email FROM users h WHERE h.id = api_tokens.holder_id)",
            |r: &Row| Scalar::text(r.holder.as_ref().map(|h| &h.email)),
        ),
        Field::new("expiresAt", Kind::Moment, "api_tokens.expires_at", |r: &Row| Scalar::moment(r.token.expires_at)),
        Field::new("lastAccessAt", Kind::Moment, "(SELECT u.last_access_at FROM api_token_uses u WHERE u.token_id = api_tokens.id)", |r: &Row| {
            Scalar::moment(r.token.last_access_at)
        }),
        Field::new("audit.created.at", Kind::Moment, "api_tokens.created_at", |r: &Row| when(r.token.stamps.created))
            .indexed(),
        Field::new("audit.created.by.id", Kind::MixedId, "api_tokens.created_by", |r: &Row| whom(r.token.stamps.created)),
        Field::new("audit.updated.at", Kind::Moment, "api_tokens.updated_at", |r: &Row| when(r.token.stamps.updated)),
        Field::new("audit.updated.by.id", Kind::MixedId, "api_tokens.updated_by", |r: &Row| whom(r.token.stamps.updated)),
        Field::new("audit.enabled.at", Kind::Moment, "api_tokens.enabled_at", |r: &Row| when(r.token.stamps.enabled)),
        Field::new("audit.enabled.by.id", Kind::MixedId, "api_tokens.enabled_by", |r: &Row| whom(r.token.stamps.enabled)),
        Field::new("audit.disabled.at", Kind::Moment, "api_tokens.disabled_at", |r: &Row| when(r.token.stamps.disabled)),
        Field::new("audit.disabled.by.id", Kind::MixedId, "api_tokens.disabled_by", |r: &Row| {
            whom(r.token.stamps.disabled)
        }),
        Field::new("audit.rotated.at", Kind::Moment, "api_tokens.rotated_at", |r: &Row| when(r.token.stamps.rotated)),
        Field::new("audit.rotated.by.id", Kind::MixedId, "api_tokens.rotated_by", |r: &Row| whom(r.token.stamps.rotated)),
    ],
    collections: &[Collection {
        path: "modules",
        fields: module::ELEMENT,
        barred: module::ELEMENT_BARRED,
        sql: " FROM api_token_modules l JOIN modules e ON e.id = l.module_id WHERE l.token_id = api_tokens.id",
        elements: |r: &Row| r.modules.iter().map(Module::element).collect(),
    }],
    barred: &["href", "icon"],
    members: &["href", "icon", "account", "holder", "modules", "audit"],
    omitted: &["audit"],
    order: ("audit.created.at", Direction::Ascending),
    id_sql: "api_tokens.id",
    id: |r: &Row| r.token.id.number(),
    guard_sql: Some(
        "NOT EXISTS (SELECT 1 FROM memberships j WHERE j.user_id = api_tokens.holder_id AND j.account_id = api_tokens.account_id AND j.state <> 'Deleted' AND j.joined_at IS NULL)",
    ),
};
