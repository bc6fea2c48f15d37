//! The contact and the sellers of buyers.

use std::collections::BTreeMap;

use diesel::prelude::*;
use identity_core::buyer::{Buyer, Contact, Seller};
use identity_core::error::StoreError;
use identity_core::id::BuyerId;
use identity_core::value::Text;

use super::contact::StoredContact;
use super::row::StoredBuyer;
use crate::any::AnyConnection;
use crate::dialect::{Kept, padded};
use crate::error::Fault;
use crate::row::{Place, key};
use crate::schema::{buyer_contacts, buyer_sellers};

/// A row of `buyer_sellers`.
#[derive(Queryable, Insertable)]
#[diesel(table_name = buyer_sellers, treat_none_as_default_value = false)]
struct StoredSeller {
    buyer_id: i64,
    place: i64,
    seller_id: i64,
    name: Option<String>,
    icon: Option<String>,
    external_id: Option<String>,
}

impl StoredSeller {
    fn new(buyer: i64, (place, seller): (i64, &Seller)) -> Self {
        Self {
            buyer_id: buyer,
            place,
            seller_id: key(seller.id),
            name: seller.name.as_ref().map(Text::to_string),
            icon: seller.icon.as_ref().map(Text::to_string),
            external_id: seller.external_id.as_ref().map(Text::to_string),
        }
    }
}

impl TryFrom<StoredSeller> for Seller {
    type Error = StoreError;

    fn try_from(row: StoredSeller) -> Result<Self, StoreError> {
        let place = Place::<BuyerId>::new("buyer_sellers", row.buyer_id);
        Ok(Self {
            id: place.id("seller_id", row.seller_id)?,
            name: row.name.map(Text::from_stored),
            icon: row.icon.map(Text::from_stored),
            external_id: row.external_id.map(Text::from_stored),
        })
    }
}

/// The sellers of the buyers, each in their order.
fn sellers(any: &mut AnyConnection, ids: Vec<i64>) -> Result<BTreeMap<i64, Vec<Seller>>, Fault> {
    let rows = buyer_sellers::table
        .filter(buyer_sellers::buyer_id.eq_any(padded(ids)))
        .order((buyer_sellers::buyer_id, buyer_sellers::place));
    let mut sellers = BTreeMap::<i64, Vec<Seller>>::new();
    for row in Kept(rows).load::<StoredSeller>(any)? {
        sellers.entry(row.buyer_id).or_default().push(row.try_into()?);
    }
    Ok(sellers)
}

/// The contacts of those buyers that have one.
fn contacts(any: &mut AnyConnection, ids: Vec<i64>) -> Result<BTreeMap<i64, Contact>, Fault> {
    let rows = buyer_contacts::table.filter(buyer_contacts::buyer_id.eq_any(padded(ids)));
    let rows = Kept(rows).load::<StoredContact>(any)?;
    Ok(rows.into_iter().map(|row| Ok((row.buyer_id, row.try_into()?))).collect::<Result<_, StoreError>>()?)
}

/// The buyers with their contacts and sellers, in the same order.
pub(super) fn complete_all(any: &mut AnyConnection, rows: Vec<StoredBuyer>) -> Result<Vec<Buyer>, Fault> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut contacts = contacts(any, ids.clone())?;
    let mut sellers = sellers(any, ids)?;
    let complete = |row: StoredBuyer| {
        let contact = contacts.remove(&row.id).unwrap_or_default();
        let sellers = sellers.remove(&row.id).unwrap_or_default();
        Ok(row.with(contact, sellers)?)
    };
    rows.into_iter().map(complete).collect()
}

/// The buyer with its contact and sellers.
pub(super) fn complete(any: &mut AnyConnection, row: Option<StoredBuyer>) -> Result<Option<Buyer>, Fault> {
    Ok(complete_all(any, row.into_iter().collect())?.pop())
}

fn add_sellers(any: &mut AnyConnection, buyer: &Buyer) -> Result<(), Fault> {
    for seller in (0..).zip(&buyer.sellers) {
        let row = StoredSeller::new(key(buyer.id), seller);
        diesel::insert_into(buyer_sellers::table).values(row).execute(any)?;
    }
    Ok(())
}

/// Stores contact and sellers of a new buyer.
pub(super) fn insert(any: &mut AnyConnection, buyer: &Buyer) -> Result<(), Fault> {
    let contact = StoredContact::from(buyer);
    if !contact.is_empty() {
        diesel::insert_into(buyer_contacts::table).values(contact).execute(any)?;
    }
    add_sellers(any, buyer)
}

/// Brings the stored contact and sellers up to date.
pub(super) fn replace(any: &mut AnyConnection, buyer: &Buyer) -> Result<(), Fault> {
    let id = key(buyer.id);
    let contact = StoredContact::from(buyer);
    let place = buyer_contacts::table.find(id);
    if contact.is_empty() {
        diesel::delete(place).execute(any)?;
    } else if Kept(diesel::update(place).set(&contact)).execute(any)? == 0 {
        diesel::insert_into(buyer_contacts::table).values(contact).execute(any)?;
    }
    if sellers(any, vec![id])?.remove(&id).unwrap_or_default() != buyer.sellers {
        diesel::delete(buyer_sellers::table.filter(buyer_sellers::buyer_id.eq(id))).execute(any)?;
        add_sellers(any, buyer)?;
    }
    Ok(())
}
