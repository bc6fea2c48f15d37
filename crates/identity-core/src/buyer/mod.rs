//! Buyers: legal entities of Client accounts, the data scope of groups (platform.md §3.7).

mod create;
mod delete;
mod facts;
mod fields;
mod input;
mod leave;
mod parts;
mod repository;
mod rules;
mod seller;
mod state;
mod steer;
#[cfg(test)]
mod tests;
mod transfer;
mod update;
mod view;

pub use create::create;
pub use delete::delete;
pub use fields::{BuyerRow, FIELDS};
pub use input::{BuyerInput, ContactInput, ExternalIdsInput};
pub use parts::{Contact, ExternalIds};
#[cfg(any(test, feature = "testing"))]
pub use repository::MockBuyerRepository;
pub use repository::{BuyerRepository, BuyerScope, BuyerSummary};
pub use seller::{SELLERS_MAX, Seller, SellerInput};
pub use state::{BuyerState, BuyerVerb};
pub use steer::steer;
pub use transfer::transfer;
pub use update::{update, validate};
pub use view::{BuyerLink, BuyerView, BuyerWants, get, icon, list, view, visible};

use crate::condition::Tag;
use crate::id::{AccountId, BuyerId};
use crate::state::Stamp;
use crate::value::{Address, Text};

/// Last occurrences of a buyer's events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuyerStamps {
    /// Created.
    pub created: Option<Stamp>,
    /// Data changed.
    pub updated: Option<Stamp>,
    /// Activated.
    pub activated: Option<Stamp>,
    /// Taken from its account.
    pub unassigned: Option<Stamp>,
    /// Disabled.
    pub disabled: Option<Stamp>,
}

/// A legal entity that buys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buyer {
    /// Identifier.
    pub id: BuyerId,
    /// Raised by one per change of the buyer's own data.
    pub revision: u32,
    /// Where it stands.
    pub state: BuyerState,
    /// Display name.
    pub name: Text<500>,
    /// Postal address; every buyer has one.
    pub address: Address,
    /// Tax number.
    pub tax_id: Option<Text<18>>,
    /// Identifiers in the operator's books.
    pub external_ids: ExternalIds,
    /// Whom to ask.
    pub contact: Contact,
    /// The Client account that it belongs to.
    pub account: Option<AccountId>,
    /// Who sells to it, as it was sent (R47).
    pub sellers: Vec<Seller>,
    /// Last occurrences of events.
    pub stamps: BuyerStamps,
}

impl Buyer {
    /// A new buyer with nothing but a name and an address; the caller places it.
    pub(crate) fn new(name: Text<500>, address: Address, created: Stamp) -> Self {
        Self {
            id: BuyerId::new(0),
            revision: 1,
            state: BuyerState::Unassigned,
            name,
            address,
            tax_id: None,
            external_ids: ExternalIds::default(),
            contact: Contact::default(),
            account: None,
            sellers: Vec::new(),
            stamps: BuyerStamps { created: Some(created), ..BuyerStamps::default() },
        }
    }

    /// What tells this state from others.
    pub fn tag(&self) -> Tag {
        Tag::new(self.revision)
    }

    /// The part that references show.
    pub fn summary(&self) -> BuyerSummary {
        BuyerSummary { id: self.id, name: self.name.clone() }
    }
}
