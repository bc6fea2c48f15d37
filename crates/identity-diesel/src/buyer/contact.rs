//! Whom to ask at a buyer: in a table of its own, without a row when there is nothing to say.

use diesel::prelude::*;
use identity_core::buyer::{Buyer, Contact};
use identity_core::error::StoreError;
use identity_core::id::BuyerId;
use identity_core::value::{EmailAddress, Phone, Text};

use crate::row::{Place, key};
use crate::schema::buyer_contacts;

/// A row of `buyer_contacts`.
#[derive(Queryable, Insertable, AsChangeset, PartialEq, Eq, Default)]
#[diesel(table_name = buyer_contacts, primary_key(buyer_id))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct StoredContact {
    pub(super) buyer_id: i64,
    name: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    phone_prefix: Option<String>,
    phone_number: Option<String>,
    user_id: Option<i64>,
    kind: Option<String>,
}

impl StoredContact {
    /// Whether there is nothing to store.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self { buyer_id: self.buyer_id, ..Self::default() }
    }
}

impl From<&Buyer> for StoredContact {
    fn from(buyer: &Buyer) -> Self {
        let Contact { name, first_name, last_name, email, phone, user, kind } = buyer.contact.clone();
        let phone = phone.unwrap_or_default();
        Self {
            buyer_id: key(buyer.id),
            name: name.map(Text::into_string),
            first_name: first_name.map(Text::into_string),
            last_name: last_name.map(Text::into_string),
            email: email.map(|email| email.to_string()),
            phone_prefix: phone.prefix.map(Text::into_string),
            phone_number: phone.number.map(Text::into_string),
            user_id: user.map(key),
            kind: kind.map(Text::into_string),
        }
    }
}

impl TryFrom<StoredContact> for Contact {
    type Error = StoreError;

    fn try_from(row: StoredContact) -> Result<Self, StoreError> {
        let place = Place::<BuyerId>::new("buyer_contacts", row.buyer_id);
        let phone = Phone {
            prefix: row.phone_prefix.map(Text::from_stored),
            number: row.phone_number.map(Text::from_stored),
        };
        Ok(Self {
            name: row.name.map(Text::from_stored),
            first_name: row.first_name.map(Text::from_stored),
            last_name: row.last_name.map(Text::from_stored),
            email: row.email.map(EmailAddress::from_stored),
            phone: (phone != Phone::default()).then_some(phone),
            user: place.id_or_none("user_id", row.user_id)?,
            kind: row.kind.map(Text::from_stored),
        })
    }
}
