//! The account's field registry (platform.md §3.1).

use super::{Account, AccountKind, AccountStatus, AccountSummary, ServiceLevel};
use crate::group::{self, GroupSummary};
use crate::id::{AccountId, Id as _};
use crate::list::{Collection, Direction, Element, Field, Kind, Registry, Scalar, member};
use crate::state::Stamp;

/// A row of the list: the account and what references in it show.
#[derive(Debug, Clone)]
pub struct AccountRow {
    /// The account.
    pub account: Account,
    /// Its parent.
    pub parent: Option<AccountSummary>,
    /// Its groups, as far as whoever asks sees them (R2).
    pub groups: Vec<GroupSummary>,
}

const KINDS: &[&str] = &["Client", "Vendor", "Operations"];
const LEVELS: &[&str] = &["Express", "Elite", "Dsc", "Focus", "Runners", "Strategics", "NotApplicable"];
const ID: Kind = Kind::Id(AccountId::SHAPE);

type Row = AccountRow;

const fn at(path: &'static str, sql: &'static str, value: fn(&Row) -> Scalar) -> Field<Row> {
    Field::new(path, Kind::Moment, sql, value)
}

const fn by(path: &'static str, sql: &'static str, value: fn(&Row) -> Scalar) -> Field<Row> {
    Field::new(path, Kind::MixedId, sql, value)
}

fn when(stamp: Option<Stamp>) -> Scalar {
    Scalar::moment(stamp.map(|s| s.at))
}

fn whom(stamp: Option<Stamp>) -> Scalar {
    Scalar::text(stamp.and_then(|s| s.by))
}

/// Groups of the account, as `summaries_of_accounts` finds them; without the right to manage, one's own (R2).
const GROUPS: &str = " FROM groups e WHERE e.account_id = accounts.id AND ({sees_account} OR e.id IN (SELECT l.group_id FROM membership_groups l JOIN memberships m ON m.id = l.membership_id WHERE m.account_id = accounts.id AND m.user_id = {person} AND m.state <> 'Deleted'))";

/// What a reference to an account shows, as the element of a collection whose table is `e`.
pub(crate) const ELEMENT: &[Field<Element>] = &[
    member!("id", ID, "e.id"),
    member!("name", Kind::Text, "e.name"),
    member!("type", Kind::Enumeration(KINDS), "e.kind"),
    member!("status", Kind::Enumeration(&AccountStatus::NAMES), "e.status"),
];
/// What it shows besides.
pub(crate) const ELEMENT_BARRED: &[&str] = &["href", "icon"];

impl AccountSummary {
    /// The account as an element.
    pub(crate) fn element(&self) -> Element {
        Element::new([
            ("id", Scalar::Id(self.id.number())),
            ("name", Scalar::text(Some(&self.name))),
            ("type", Scalar::text(Some(self.kind.as_str()))),
            ("status", Scalar::text(Some(self.status.as_str()))),
        ])
    }
}

/// The registry.
pub static FIELDS: Registry<Row> = Registry {
    fields: &[
        Field::new("id", ID, "accounts.id", |r: &Row| Scalar::Id(r.account.id.number())).indexed(),
        Field::new("revision", Kind::Number, "accounts.revision", |r: &Row| {
            Scalar::Number(r.account.revision.into())
        }),
        Field::new("name", Kind::Text, "accounts.name", |r: &Row| Scalar::text(Some(&r.account.name)))
            .indexed(),
        Field::new("type", Kind::Enumeration(KINDS), "accounts.kind", |r: &Row| {
            Scalar::text(Some(r.account.kind.as_str()))
        })
        .indexed(),
        Field::new("status", Kind::Enumeration(&AccountStatus::NAMES), "accounts.status", |r: &Row| {
            Scalar::text(Some(r.account.state.status().as_str()))
        })
        .indexed(),
        Field::new("externalId", Kind::Text, "accounts.external_id", |r: &Row| {
            Scalar::text(r.account.external_id.as_ref())
        })
        .indexed(),
        Field::new("externalName", Kind::Text, "accounts.external_name", |r: &Row| {
            Scalar::text(r.account.external_name.as_ref())
        }),
        Field::new(
            "externalIds.pyraTenantId",
            Kind::Uuid,
            "(SELECT p.pyra_tenant_id FROM account_profiles p WHERE p.account_id = accounts.id)",
            |r: &Row| Scalar::text(r.account.pyra_tenant_id.as_ref()),
        ),
        Field::new("serviceLevel", Kind::Enumeration(LEVELS), "accounts.service_level", |r: &Row| {
            Scalar::text(r.account.service_level.map(ServiceLevel::as_str))
        }),
        Field::new(
            "address.addressLine1",
            Kind::Text,
            "(SELECT p.line1 FROM account_profiles p WHERE p.account_id = accounts.id)",
            |r: &Row| Scalar::text(r.account.address.as_ref().map(|a| &a.line1)),
        ),
        Field::new(
            "address.addressLine2",
            Kind::Text,
            "(SELECT p.line2 FROM account_profiles p WHERE p.account_id = accounts.id)",
            |r: &Row| Scalar::text(r.account.address.as_ref().and_then(|a| a.line2.as_ref())),
        ),
        Field::new(
            "address.postCode",
            Kind::Text,
            "(SELECT p.post_code FROM account_profiles p WHERE p.account_id = accounts.id)",
            |r: &Row| Scalar::text(r.account.address.as_ref().map(|a| &a.post_code)),
        ),
        Field::new(
            "address.city",
            Kind::Text,
            "(SELECT p.city FROM account_profiles p WHERE p.account_id = accounts.id)",
            |r: &Row| Scalar::text(r.account.address.as_ref().map(|a| &a.city)),
        ),
        Field::new(
            "address.state",
            Kind::Text,
            "(SELECT p.state FROM account_profiles p WHERE p.account_id = accounts.id)",
            |r: &Row| Scalar::text(r.account.address.as_ref().map(|a| &a.state)),
        ),
        Field::new(
            "address.country",
            Kind::Text,
            "(SELECT p.country FROM account_profiles p WHERE p.account_id = accounts.id)",
            |r: &Row| Scalar::text(r.account.address.as_ref().map(|a| &a.country)),
        ),
        Field::new(
            "technicalSupportEmail",
            Kind::Email,
            "(SELECT p.technical_support_email FROM account_profiles p WHERE p.account_id = accounts.id)",
            |r: &Row| Scalar::text(r.account.technical_support_email.as_ref()),
        ),
        Field::new(
            "website",
            Kind::Text,
            "(SELECT p.website FROM account_profiles p WHERE p.account_id = accounts.id)",
            |r: &Row| Scalar::text(r.account.website.as_ref()),
        ),
        Field::new(
            "description",
            Kind::Text,
            "(SELECT p.description FROM account_profiles p WHERE p.account_id = accounts.id)",
            |r: &Row| Scalar::text(r.account.description.as_ref()),
        ),
        Field::new(
            "defaultLanguageCode",
            Kind::Text,
            "(SELECT p.default_language_code FROM account_profiles p WHERE p.account_id = accounts.id)",
            |r: &Row| Scalar::text(r.account.default_language_code.as_ref()),
        ),
        Field::new("eligibility.client", Kind::Flag, "accounts.eligibility_client", |r: &Row| {
            r.account.eligibility.map_or(Scalar::Absent, |e| Scalar::Flag(e.client))
        }),
        Field::new("eligibility.partner", Kind::Flag, "accounts.eligibility_partner", |r: &Row| {
            r.account.eligibility.map_or(Scalar::Absent, |e| Scalar::Flag(e.partner))
        }),
        Field::new("tokenPolicy.retrievable", Kind::Flag, "accounts.is_token_retrievable", |r: &Row| {
            Scalar::Flag(r.account.is_token_retrievable)
        }),
        Field::new("parent.id", ID, "accounts.parent_id", |r: &Row| Scalar::id(r.account.parent)).indexed(),
        Field::new(
            "parent.name",
            Kind::Text,
            "(SELECT p.name FROM accounts p WHERE p.id = accounts.parent_id)",
            |r: &Row| Scalar::text(r.parent.as_ref().map(|p| &p.name)),
        ),
        Field::new(
            "parent.type",
            Kind::Enumeration(KINDS),
            "(SELECT p.kind FROM accounts p WHERE p.id = accounts.parent_id)",
            |r: &Row| Scalar::text(r.parent.as_ref().map(|p| AccountKind::as_str(p.kind))),
        ),
        Field::new(
            "parent.status",
            Kind::Enumeration(&AccountStatus::NAMES),
            "(SELECT p.status FROM accounts p WHERE p.id = accounts.parent_id)",
            |r: &Row| Scalar::text(r.parent.as_ref().map(|p| p.status.as_str())),
        ),
        at("audit.created.at", "accounts.created_at", |r: &Row| when(r.account.stamps.created)).indexed(),
        by("audit.created.by.id", "accounts.created_by", |r: &Row| whom(r.account.stamps.created)),
        at("audit.updated.at", "accounts.updated_at", |r: &Row| when(r.account.stamps.updated)),
        by("audit.updated.by.id", "accounts.updated_by", |r: &Row| whom(r.account.stamps.updated)),
        at("audit.activated.at", "accounts.activated_at", |r: &Row| when(r.account.stamps.activated)),
        by("audit.activated.by.id", "accounts.activated_by", |r: &Row| whom(r.account.stamps.activated)),
        at("audit.deactivated.at", "accounts.deactivated_at", |r: &Row| when(r.account.stamps.deactivated)),
        by("audit.deactivated.by.id", "accounts.deactivated_by", |r: &Row| {
            whom(r.account.stamps.deactivated)
        }),
        at("audit.disabled.at", "accounts.disabled_at", |r: &Row| when(r.account.stamps.disabled)),
        by("audit.disabled.by.id", "accounts.disabled_by", |r: &Row| whom(r.account.stamps.disabled)),
        at("audit.enabled.at", "accounts.enabled_at", |r: &Row| when(r.account.stamps.enabled)),
        by("audit.enabled.by.id", "accounts.enabled_by", |r: &Row| whom(r.account.stamps.enabled)),
    ],
    collections: &[Collection {
        path: "groups",
        fields: group::ELEMENT,
        barred: group::ELEMENT_BARRED,
        sql: GROUPS,
        elements: |r: &Row| r.groups.iter().map(GroupSummary::element).collect(),
    }],
    barred: &["href", "icon"],
    members: &[
        "href",
        "icon",
        "address",
        "parent",
        "externalIds",
        "eligibility",
        "tokenPolicy",
        "groups",
        "audit",
    ],
    omitted: &["groups", "audit"],
    order: ("audit.created.at", Direction::Ascending),
    id_sql: "accounts.id",
    id: |r: &Row| r.account.id.number(),
    guard_sql: None,
};
