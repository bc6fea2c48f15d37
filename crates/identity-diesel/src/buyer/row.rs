//! A buyer as it is stored, its contact and sellers aside.

use diesel::prelude::*;
use identity_core::buyer::{Buyer, BuyerStamps, BuyerState, Contact, ExternalIds, Seller};
use identity_core::error::StoreError;
use identity_core::id::BuyerId;
use identity_core::value::{Address, CountryCode, Text};

use crate::row::{Place, at, by, key};
use crate::schema::buyers;

/// A row of `buyers`.
#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = buyers, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct StoredBuyer {
    pub(super) id: i64,
    revision: i64,
    account_id: Option<i64>,
    status: String,
    name: String,
    tax_id: Option<String>,
    erp_company_contact: Option<String>,
    erp_customer: Option<String>,
    account_external_id: Option<String>,
    line1: String,
    line2: Option<String>,
    post_code: String,
    city: String,
    state: String,
    country: String,
    created_at: Option<i64>,
    created_by: Option<String>,
    updated_at: Option<i64>,
    updated_by: Option<String>,
    activated_at: Option<i64>,
    activated_by: Option<String>,
    unassigned_at: Option<i64>,
    unassigned_by: Option<String>,
    disabled_at: Option<i64>,
    disabled_by: Option<String>,
}

fn text<const MAX: usize>(text: Option<&Text<MAX>>) -> Option<String> {
    text.map(Text::to_string)
}

impl From<&Buyer> for StoredBuyer {
    fn from(buyer: &Buyer) -> Self {
        let BuyerStamps { created, updated, activated, unassigned, disabled } = buyer.stamps;
        let (ids, address) = (&buyer.external_ids, &buyer.address);
        Self {
            id: key(buyer.id),
            revision: buyer.revision.into(),
            account_id: buyer.account.map(key),
            status: buyer.state.as_str().into(),
            name: buyer.name.to_string(),
            tax_id: text(buyer.tax_id.as_ref()),
            erp_company_contact: text(ids.erp_company_contact.as_ref()),
            erp_customer: text(ids.erp_customer.as_ref()),
            account_external_id: text(ids.account_external_id.as_ref()),
            line1: address.line1.to_string(),
            line2: text(address.line2.as_ref()),
            post_code: address.post_code.to_string(),
            city: address.city.to_string(),
            state: address.state.to_string(),
            country: address.country.to_string(),
            created_at: at(created),
            created_by: by(created),
            updated_at: at(updated),
            updated_by: by(updated),
            activated_at: at(activated),
            activated_by: by(activated),
            unassigned_at: at(unassigned),
            unassigned_by: by(unassigned),
            disabled_at: at(disabled),
            disabled_by: by(disabled),
        }
    }
}

impl StoredBuyer {
    /// The buyer with its contact and sellers.
    pub(super) fn with(self, contact: Contact, sellers: Vec<Seller>) -> Result<Buyer, StoreError> {
        let place = Place::<BuyerId>::new("buyers", self.id);
        Ok(Buyer {
            id: place.id("id", self.id)?,
            revision: place.count("revision", self.revision)?,
            state: place.known("status", BuyerState::parse(&self.status))?,
            name: Text::from_stored(self.name),
            address: Address {
                line1: Text::from_stored(self.line1),
                line2: self.line2.map(Text::from_stored),
                post_code: Text::from_stored(self.post_code),
                city: Text::from_stored(self.city),
                state: Text::from_stored(self.state),
                country: CountryCode::from_stored(self.country),
            },
            tax_id: self.tax_id.map(Text::from_stored),
            external_ids: ExternalIds {
                erp_company_contact: self.erp_company_contact.map(Text::from_stored),
                erp_customer: self.erp_customer.map(Text::from_stored),
                account_external_id: self.account_external_id.map(Text::from_stored),
            },
            contact,
            account: place.id_or_none("account_id", self.account_id)?,
            sellers,
            stamps: BuyerStamps {
                created: place.stamp("created_by", self.created_at, self.created_by)?,
                updated: place.stamp("updated_by", self.updated_at, self.updated_by)?,
                activated: place.stamp("activated_by", self.activated_at, self.activated_by)?,
                unassigned: place.stamp("unassigned_by", self.unassigned_at, self.unassigned_by)?,
                disabled: place.stamp("disabled_by", self.disabled_at, self.disabled_by)?,
            },
        })
    }
}
