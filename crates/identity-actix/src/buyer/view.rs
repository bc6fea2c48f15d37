//! Buyers as they are shown (platform.md §3.7).

use identity_core::buyer::{
    Buyer, BuyerLink, BuyerRow, BuyerSummary, BuyerView, BuyerWants, Contact, FIELDS, Seller,
};
use identity_core::user::UserLink;
use identity_core::value::{EmailAddress, Phone, Text};

use crate::account::view::{REFERENCE as ACCOUNT, address};
use crate::audit::stamps;
use crate::http::select::{Members, Selection, Shape};
use crate::http::writer::{Key, Link, Object, Show, key};
use crate::user::view::REFERENCE as USER;

/// What stands before the identifier in `href`.
pub(crate) const PATH: &str = "/v1/accounts/buyers/";
/// What a reference shows.
pub(crate) const REFERENCE: &[&str] = &["id", "href", "name", "icon"];

/// What `select` may name.
pub(crate) static SHAPE: Shape<BuyerRow> = Shape {
    registry: &FIELDS,
    parts: &[
        ("sellers", &["id", "name", "icon", "externalId"]),
        ("errors", &["id", "message", "parameters"]),
    ],
    links: &[("account", &crate::account::view::SHAPE), ("contact", &ContactMembers)],
};

/// The members of the contact, one of which refers to a person.
struct ContactMembers;

impl Members for ContactMembers {
    fn is_member(&self, path: &str) -> bool {
        match path.split_once('.') {
            Some((user, rest)) if user.eq_ignore_ascii_case("user") => {
                crate::user::view::SHAPE.is_member(rest)
            }
            _ => FIELDS.is_selectable(&format!("contact.{path}")),
        }
    }
}

/// Which parts have to be read.
pub(crate) fn wants(selection: &Selection) -> BuyerWants {
    let user = |contact: &Selection| contact.want("user", USER, crate::user::view::wants);
    BuyerWants {
        account: selection.want("account", ACCOUNT, crate::account::view::wants),
        user: selection.part("contact").map(user).unwrap_or_default(),
        audit: selection.wants("audit"),
    }
}

impl Link for &BuyerLink {
    const NAMES: &'static [&'static str] = REFERENCE;

    fn key(&self) -> Key {
        key(self.summary.id)
    }

    fn is_full(&self) -> bool {
        self.full.is_some()
    }

    fn write(&self, o: &mut Object, is_full: bool) {
        match self.full.as_deref().filter(|_| is_full) {
            Some(buyer) => write(o, buyer),
            None => reference(o, &self.summary),
        }
    }
}

fn reference(o: &mut Object, buyer: &BuyerSummary) {
    o.identity(buyer.id, PATH);
    o.text("name", buyer.name.as_str());
    o.path("icon", PATH, buyer.id, "/icon");
}

/// The member `buyers` of groups and memberships. An empty list is written: it means none, and its absence all (R35).
pub(crate) fn links(o: &mut Object, show: Show, buyers: Option<&[BuyerLink]>) {
    match buyers {
        Some(buyers) => o.links_or_none("buyers", show, buyers),
        None => o.links("buyers", show, [] as [&BuyerLink; 0]),
    }
}

/// A buyer.
pub(crate) fn write(o: &mut Object, view: &BuyerView) {
    let buyer = &view.buyer;
    o.identity(buyer.id, PATH);
    o.number("revision", buyer.revision);
    o.text("name", buyer.name.as_str());
    o.text("status", buyer.state.as_str());
    o.path("icon", PATH, buyer.id, "/icon");
    o.maybe("taxId", buyer.tax_id.as_ref().map(Text::as_str));
    o.object("address", Show::ByDefault, |o| address(o, &buyer.address));
    external_ids(o, buyer);
    o.object("contact", Show::ByDefault, |o| contact(o, &buyer.contact, view.user.as_ref()));
    if let Some(account) = &view.account {
        o.link("account", Show::ByDefault, &account);
    }
    o.list("sellers", Show::ByDefault, &buyer.sellers, seller);
    let happened = &buyer.stamps;
    let events = [
        ("created", happened.created),
        ("updated", happened.updated),
        ("activated", happened.activated),
        ("unassigned", happened.unassigned),
        ("disabled", happened.disabled),
    ];
    o.object("audit", Show::OnDemand, |o| stamps::write(o, &view.names, &events));
}

fn external_ids(o: &mut Object, buyer: &Buyer) {
    let ids = &buyer.external_ids;
    o.object("externalIds", Show::ByDefault, |o| {
        o.maybe("erpCompanyContact", ids.erp_company_contact.as_ref().map(Text::as_str));
        o.maybe("erpCustomer", ids.erp_customer.as_ref().map(Text::as_str));
        o.maybe("accountExternalId", ids.account_external_id.as_ref().map(Text::as_str));
    });
}

/// The contact; its person as far as the actor sees them (R20).
fn contact(o: &mut Object, contact: &Contact, user: Option<&UserLink>) {
    o.maybe("name", contact.name.as_ref().map(Text::as_str));
    o.maybe("firstName", contact.first_name.as_ref().map(Text::as_str));
    o.maybe("lastName", contact.last_name.as_ref().map(Text::as_str));
    o.maybe("email", contact.email.as_ref().map(EmailAddress::as_str));
    if let Some(Phone { prefix, number }) = &contact.phone {
        o.object("phone", Show::ByDefault, |o| {
            o.maybe("prefix", prefix.as_ref().map(Text::as_str));
            o.maybe("number", number.as_ref().map(Text::as_str));
        });
    }
    if let Some(user) = user {
        o.link("user", Show::ByDefault, &user);
    }
    o.maybe("type", contact.kind.as_ref().map(Text::as_str));
}

/// A seller, as it was sent; it has no address of ours (R47).
fn seller(o: &mut Object, seller: &Seller) {
    o.id(seller.id);
    o.maybe("name", seller.name.as_ref().map(Text::as_str));
    o.maybe("icon", seller.icon.as_ref().map(Text::as_str));
    o.maybe("externalId", seller.external_id.as_ref().map(Text::as_str));
}
