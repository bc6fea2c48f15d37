//! What an audit record shows of a buyer.

use super::{Buyer, Contact, Seller};
use crate::account::address_fact;
use crate::audit::{Documents, Fact};

/// The named values that are present; nothing when none is.
fn object(members: impl IntoIterator<Item = (&'static str, Fact)>) -> Fact {
    let present: Vec<_> = members
        .into_iter()
        .filter(|(_, fact)| *fact != Fact::Null)
        .map(|(name, fact)| (name.to_owned(), fact))
        .collect();
    if present.is_empty() { Fact::Null } else { Fact::Object(present) }
}

fn contact(contact: &Contact) -> Fact {
    let phone = contact.phone.as_ref();
    object([
        ("name", Fact::text(contact.name.as_ref())),
        ("firstName", Fact::text(contact.first_name.as_ref())),
        ("lastName", Fact::text(contact.last_name.as_ref())),
        ("email", Fact::text(contact.email.as_ref())),
        ("phone.prefix", Fact::text(phone.and_then(|p| p.prefix.as_ref()))),
        ("phone.number", Fact::text(phone.and_then(|p| p.number.as_ref()))),
        ("user", Fact::text(contact.user)),
        ("type", Fact::text(contact.kind.as_ref())),
    ])
}

fn seller(seller: &Seller) -> Fact {
    object([
        ("id", Fact::text(Some(seller.id))),
        ("name", Fact::text(seller.name.as_ref())),
        ("icon", Fact::text(seller.icon.as_ref())),
        ("externalId", Fact::text(seller.external_id.as_ref())),
    ])
}

fn members(buyer: &Buyer) -> [(&'static str, Fact); 10] {
    let ids = &buyer.external_ids;
    [
        ("name", Fact::text(Some(&buyer.name))),
        ("status", Fact::text(Some(buyer.state.as_str()))),
        ("address", address_fact(Some(&buyer.address))),
        ("taxId", Fact::text(buyer.tax_id.as_ref())),
        ("externalIds.erpCompanyContact", Fact::text(ids.erp_company_contact.as_ref())),
        ("externalIds.erpCustomer", Fact::text(ids.erp_customer.as_ref())),
        ("externalIds.accountExternalId", Fact::text(ids.account_external_id.as_ref())),
        ("contact", contact(&buyer.contact)),
        ("account", Fact::text(buyer.account)),
        ("sellers", Fact::List(buyer.sellers.iter().map(seller).collect())),
    ]
}

/// Members of a new buyer.
pub(super) fn created(buyer: &Buyer) -> Documents {
    let mut documents = Documents::default();
    for (member, fact) in members(buyer) {
        documents.note(member, Fact::Null, fact);
    }
    documents
}

/// Members that differ.
pub(super) fn changed(before: &Buyer, after: &Buyer) -> Documents {
    let mut documents = Documents::default();
    for ((member, before), (_, after)) in members(before).into_iter().zip(members(after)) {
        documents.note(member, before, after);
    }
    documents
}
