//! The port to stored buyers.

use super::{Buyer, BuyerRow};
use crate::error::StoreError;
use crate::id::{AccountId, BuyerId, UserId};
use crate::list::{Page, Query};
use crate::value::Text;

/// Which buyers an actor sees (R44). Deleted ones and those of deleted accounts are in no scope (R46, R8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuyerScope {
    /// All.
    All,
    /// Those of the account.
    Account(AccountId),
    /// Those of the account that the person's groups there list: all of them as soon as one group is not limited.
    OfMember(AccountId, UserId),
    /// None.
    Nothing,
}

/// The part of a buyer that references show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyerSummary {
    /// Identifier.
    pub id: BuyerId,
    /// Display name.
    pub name: Text<500>,
}

/// Stored buyers, each with its sellers.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait BuyerRepository {
    /// The buyer, whatever its state.
    fn find(&mut self, id: BuyerId) -> Result<Option<Buyer>, StoreError>;
    /// The buyer, if the scope shows it.
    fn find_in(&mut self, scope: BuyerScope, id: BuyerId) -> Result<Option<Buyer>, StoreError>;
    /// Those among the identifiers that the scope shows, in any order.
    fn find_many_in(&mut self, scope: BuyerScope, ids: &[BuyerId]) -> Result<Vec<Buyer>, StoreError>;
    /// The non-deleted buyer of that company contact; there is at most one (R43).
    fn find_by_erp_company_contact(&mut self, contact: &Text<250>) -> Result<Option<BuyerId>, StoreError>;
    /// Stores a new buyer; `false` when the identifier is taken, and then nothing was stored.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when a non-deleted buyer has the company contact.
    fn insert(&mut self, buyer: &Buyer) -> Result<bool, StoreError>;
    /// Replaces the stored buyer of the same identifier, sellers included.
    ///
    /// # Errors
    /// As [`insert`](Self::insert).
    fn update(&mut self, buyer: &Buyer) -> Result<(), StoreError>;
    /// Those among the identifiers that are non-deleted buyers of the account, in any order.
    fn among(&mut self, account: AccountId, ids: &[BuyerId]) -> Result<Vec<BuyerId>, StoreError>;
    /// Summaries of those that exist, deleted ones included, in any order.
    fn summaries(&mut self, ids: &[BuyerId]) -> Result<Vec<BuyerSummary>, StoreError>;
    /// One page of what the scope shows. Outside [`BuyerScope::All`] the person in a contact counts as absent unless
    /// they have joined the buyer's account (R20).
    fn page(&mut self, scope: BuyerScope, query: &Query<BuyerRow>) -> Result<Page<Buyer>, StoreError>;
}
