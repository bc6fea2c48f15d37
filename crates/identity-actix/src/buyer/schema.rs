//! Buyers as the reference describes them (platform.md §3.7).

use identity_core::buyer::{
    Buyer, BuyerState, BuyerSummary, Contact, ExternalIds, FIELDS, SELLERS_MAX, Seller,
};
use identity_core::id::{BuyerId, SellerId};

use super::view::PATH;
use crate::account::schema::{ACCOUNT, ADDRESS};
use crate::openapi::member::{Member, REVISION, Type, event, limit, line, row, shape};
use crate::openapi::object::{Object, Side, known};
use crate::openapi::operation::{Operation, Section, Sent};
use crate::user::schema::{PHONE, USER};

const STATUS: Type = Type::Names(|| BuyerState::ALL.map(BuyerState::as_str).to_vec());

const EXTERNAL_IDS: Type = Type::Part(&[
    row("erpCompanyContact", line(|i: &ExternalIds| &i.erp_company_contact)),
    row("erpCustomer", line(|i: &ExternalIds| &i.erp_customer)),
    row("accountExternalId", line(|i: &ExternalIds| &i.account_external_id)),
]);

static CONTACT: [Member; 7] = [
    row("name", line(|c: &Contact| &c.name)),
    row("firstName", line(|c: &Contact| &c.first_name)),
    row("lastName", line(|c: &Contact| &c.last_name)),
    row("email", Type::Email(limit(|c: &Contact| &c.email))),
    row("phone", PHONE),
    row("user", Type::Reference(&USER)),
    row("type", line(|c: &Contact| &c.kind)),
];

const SELLER: Type = Type::Part(&[
    row("id", Type::Id(&[shape::<SellerId>()])).always().required(),
    row("name", line(|s: &Seller| &s.name)),
    row("icon", line(|s: &Seller| &s.icon)),
    row("externalId", line(|s: &Seller| &s.external_id)),
]);

static MEMBERS: [Member; 13] = [
    row("id", Type::Id(&[shape::<BuyerId>()])).always().read_only().shared(),
    row("href", Type::Path(&[(PATH, shape::<BuyerId>())], "")).always().read_only().shared(),
    REVISION,
    row("name", line(|b: &BuyerSummary| &b.name)).always().required().shared(),
    row("status", STATUS).always().read_only(),
    row("icon", Type::Path(&[(PATH, shape::<BuyerId>())], "/icon")).always().read_only().shared(),
    row("taxId", line(|b: &Buyer| &b.tax_id)).reserved(),
    row("address", ADDRESS).always().required().reserved(),
    row("externalIds", EXTERNAL_IDS).reserved(),
    row("contact", Type::Part(&CONTACT)),
    row("account", Type::Reference(&ACCOUNT)).reserved(),
    row("sellers", Type::List(&SELLER, SELLERS_MAX)).reserved(),
    row(
        "audit",
        Type::Part(&[
            event("created"),
            event("updated"),
            event("activated"),
            event("unassigned"),
            event("disabled"),
        ]),
    )
    .read_only()
    .on_demand(),
];

/// A buyer.
pub(crate) static BUYER: Object = Object { name: "Buyer", members: &MEMBERS, fields: || known(&FIELDS) };

const ACTIVATION: &[Member] = &[row("externalIds", EXTERNAL_IDS)];
const RECEIVER: &[Member] = &[row("account", Type::Reference(&ACCOUNT)).required()];

/// Operations on buyers.
pub(crate) static SECTION: Section = Section {
    tag: "Buyers",
    prefix: "buyers.",
    id: &[shape::<BuyerId>()],
    operations: &[
        Operation::list("List buyers", &BUYER),
        Operation::create("create", "Create a buyer", &BUYER).pictured("buyer", "logo").conflicting(),
        Operation::get("Read a buyer", &BUYER),
        Operation::update("Change a buyer", &BUYER).pictured("buyer", "logo").conflicting(),
        Operation::removal("delete", "Delete a buyer"),
        Operation::icon("Read the picture of a buyer"),
        Operation::verb("activate", "Activate a buyer", &BUYER)
            .maybe_taking(Sent::Members(ACTIVATION))
            .conflicting(),
        Operation::verb("deactivate", "Take an activation back", &BUYER),
        Operation::verb("disable", "Disable a buyer", &BUYER),
        Operation::verb("enable", "Enable a buyer again", &BUYER),
        Operation::verb("transfer", "Hand a buyer to another client account", &BUYER)
            .taking(Sent::Members(RECEIVER)),
        Operation::verb("validate", "Try a change out, without storing it", &BUYER)
            .maybe_taking(Sent::Of(&BUYER, Side::Update))
            .conflicting(),
    ],
};
