//! The buyer's field registry (platform.md §3.7).

use super::{Buyer, BuyerState, Seller};
use crate::account::{AccountKind, AccountStatus, AccountSummary};
use crate::id::{AccountId, BuyerId, Id as _, SellerId, UserId};
use crate::list::{Collection, Direction, Element, Field, Guard, Kind, Registry, Scalar};
use crate::state::Stamp;
use crate::user::User;

/// A row of the list: the buyer and what references in it show.
#[derive(Debug, Clone)]
pub struct BuyerRow {
    /// The buyer.
    pub buyer: Buyer,
    /// Its account.
    pub account: Option<AccountSummary>,
    /// The person in its contact, where shown.
    pub user: Option<User>,
}

type Row = BuyerRow;

const KINDS: &[&str] = &["Client", "Vendor", "Operations"];

const fn text(path: &'static str, sql: &'static str, value: fn(&Row) -> Scalar) -> Field<Row> {
    Field::new(path, Kind::Text, sql, value)
}

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

fn element(seller: &Seller) -> Element {
    Element::new([
        ("id", Scalar::id(Some(seller.id))),
        ("name", Scalar::text(seller.name.as_ref())),
        ("externalId", Scalar::text(seller.external_id.as_ref())),
    ])
}

/// The registry.
pub static FIELDS: Registry<Row> = Registry {
    fields: &[
        Field::new("id", Kind::Id(BuyerId::SHAPE), "buyers.id", |r: &Row| Scalar::Id(r.buyer.id.number()))
            .indexed(),
        Field::new("revision", Kind::Number, "buyers.revision", |r: &Row| {
            Scalar::Number(r.buyer.revision.into())
        }),
        text("name", "buyers.name", |r: &Row| Scalar::text(Some(&r.buyer.name))).indexed(),
        text("taxId", "buyers.tax_id", |r: &Row| Scalar::text(r.buyer.tax_id.as_ref())),
        Field::new("status", Kind::Enumeration(&BuyerState::NAMES), "buyers.status", |r: &Row| {
            Scalar::text(Some(r.buyer.state.as_str()))
        })
        .indexed(),
        text("address.addressLine1", "buyers.line1", |r: &Row| Scalar::text(Some(&r.buyer.address.line1))),
        text("address.addressLine2", "buyers.line2", |r: &Row| {
            Scalar::text(r.buyer.address.line2.as_ref())
        }),
        text("address.postCode", "buyers.post_code", |r: &Row| {
            Scalar::text(Some(&r.buyer.address.post_code))
        }),
        text("address.city", "buyers.city", |r: &Row| Scalar::text(Some(&r.buyer.address.city))),
        text("address.state", "buyers.state", |r: &Row| Scalar::text(Some(&r.buyer.address.state))),
        text("address.country", "buyers.country", |r: &Row| Scalar::text(Some(&r.buyer.address.country))),
        text("externalIds.erpCompanyContact", "buyers.erp_company_contact", |r: &Row| {
            Scalar::text(r.buyer.external_ids.erp_company_contact.as_ref())
        })
        .indexed(),
        text("externalIds.erpCustomer", "buyers.erp_customer", |r: &Row| {
            Scalar::text(r.buyer.external_ids.erp_customer.as_ref())
        }),
        text("externalIds.accountExternalId", "buyers.account_external_id", |r: &Row| {
            Scalar::text(r.buyer.external_ids.account_external_id.as_ref())
        }),
        text(
            "contact.name",
            "(SELECT c.name FROM buyer_contacts c WHERE c.buyer_id = buyers.id)",
            |r: &Row| Scalar::text(r.buyer.contact.name.as_ref()),
        ),
        text(
            "contact.firstName",
            "(SELECT c.first_name FROM buyer_contacts c WHERE c.buyer_id = buyers.id)",
            |r: &Row| Scalar::text(r.buyer.contact.first_name.as_ref()),
        ),
        text(
            "contact.lastName",
            "(SELECT c.last_name FROM buyer_contacts c WHERE c.buyer_id = buyers.id)",
            |r: &Row| Scalar::text(r.buyer.contact.last_name.as_ref()),
        ),
        Field::new(
            "contact.email",
            Kind::Email,
            "(SELECT c.email FROM buyer_contacts c WHERE c.buyer_id = buyers.id)",
            |r: &Row| Scalar::text(r.buyer.contact.email.as_ref()),
        ),
        text(
            "contact.phone.prefix",
            "(SELECT c.phone_prefix FROM buyer_contacts c WHERE c.buyer_id = buyers.id)",
            |r: &Row| Scalar::text(r.buyer.contact.phone.as_ref().and_then(|p| p.prefix.as_ref())),
        ),
        text(
            "contact.phone.number",
            "(SELECT c.phone_number FROM buyer_contacts c WHERE c.buyer_id = buyers.id)",
            |r: &Row| Scalar::text(r.buyer.contact.phone.as_ref().and_then(|p| p.number.as_ref())),
        ),
        text(
            "contact.type",
            "(SELECT c.kind FROM buyer_contacts c WHERE c.buyer_id = buyers.id)",
            |r: &Row| Scalar::text(r.buyer.contact.kind.as_ref()),
        ),
        Field::new(
            "contact.user.id",
            Kind::Id(UserId::SHAPE),
            "(SELECT c.user_id FROM buyer_contacts c WHERE c.buyer_id = buyers.id)",
            |r: &Row| Scalar::id(r.user.as_ref().map(|u| u.id)),
        )
        .guarded(Guard::Hidden),
        text(
            "contact.user.name",
            "(SELECT trim(u.first_name || ' ' || u.last_name) FROM buyer_contacts c JOIN users u ON u.id = c.user_id WHERE c.buyer_id = buyers.id)",
            |r: &Row| Scalar::text(r.user.as_ref().map(User::name)),
        )
        .guarded(Guard::Hidden),
        Field::new(
            "contact.user.email",
            Kind::Email,
            "(SELECT u.email FROM buyer_contacts c JOIN users u ON u.id = c.user_id WHERE c.buyer_id = buyers.id)",
            |r: &Row| Scalar::text(r.user.as_ref().map(|u| &u.email)),
        )
        .guarded(Guard::Hidden),
        Field::new("account.id", Kind::Id(AccountId::SHAPE), "buyers.account_id", |r: &Row| {
            Scalar::id(r.buyer.account)
        })
        .indexed(),
        text("account.name", "(SELECT a.name FROM accounts a WHERE a.id = buyers.account_id)", |r: &Row| {
            Scalar::text(r.account.as_ref().map(|a| &a.name))
        }),
        Field::new(
            "account.type",
            Kind::Enumeration(KINDS),
            "(SELECT a.kind FROM accounts a WHERE a.id = buyers.account_id)",
            |r: &Row| Scalar::text(r.account.as_ref().map(|a| AccountKind::as_str(a.kind))),
        ),
        Field::new(
            "account.status",
            Kind::Enumeration(&AccountStatus::NAMES),
            "(SELECT a.status FROM accounts a WHERE a.id = buyers.account_id)",
            |r: &Row| Scalar::text(r.account.as_ref().map(|a| a.status.as_str())),
        ),
        at("audit.created.at", "buyers.created_at", |r: &Row| when(r.buyer.stamps.created)).indexed(),
        by("audit.created.by.id", "buyers.created_by", |r: &Row| whom(r.buyer.stamps.created)),
        at("audit.updated.at", "buyers.updated_at", |r: &Row| when(r.buyer.stamps.updated)),
        by("audit.updated.by.id", "buyers.updated_by", |r: &Row| whom(r.buyer.stamps.updated)),
        at("audit.activated.at", "buyers.activated_at", |r: &Row| when(r.buyer.stamps.activated)),
        by("audit.activated.by.id", "buyers.activated_by", |r: &Row| whom(r.buyer.stamps.activated)),
        at("audit.unassigned.at", "buyers.unassigned_at", |r: &Row| when(r.buyer.stamps.unassigned)),
        by("audit.unassigned.by.id", "buyers.unassigned_by", |r: &Row| whom(r.buyer.stamps.unassigned)),
        at("audit.disabled.at", "buyers.disabled_at", |r: &Row| when(r.buyer.stamps.disabled)),
        by("audit.disabled.by.id", "buyers.disabled_by", |r: &Row| whom(r.buyer.stamps.disabled)),
    ],
    collections: &[Collection {
        path: "sellers",
        fields: &[
            Field::new("id", Kind::Id(SellerId::SHAPE), "s.seller_id", |e: &Element| e.get("id")),
            Field::new("name", Kind::Text, "s.name", |e: &Element| e.get("name")),
            Field::new("externalId", Kind::Text, "s.external_id", |e: &Element| e.get("externalId")),
        ],
        barred: &["icon"],
        sql: " FROM buyer_sellers s WHERE s.buyer_id = buyers.id",
        elements: |r: &Row| r.buyer.sellers.iter().map(element).collect(),
    }],
    barred: &["href", "icon", "errors", "errors.id", "errors.message", "errors.parameters"],
    members: &[
        "href",
        "icon",
        "address",
        "externalIds",
        "contact",
        "contact.phone",
        "contact.user",
        "account",
        "sellers",
        "errors",
        "audit",
    ],
    omitted: &["audit"],
    order: ("audit.created.at", Direction::Ascending),
    id_sql: "buyers.id",
    id: |r: &Row| r.buyer.id.number(),
    guard_sql: Some(
        "EXISTS (SELECT 1 FROM buyer_contacts g JOIN memberships j ON j.user_id = g.user_id WHERE g.buyer_id = buyers.id AND j.account_id = buyers.account_id AND j.state <> 'Deleted' AND j.joined_at IS NOT NULL)",
    ),
};
