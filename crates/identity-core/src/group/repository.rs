//! The port to stored groups.

use super::{Group, GroupRow};
use crate::error::StoreError;
use crate::id::{AccountId, BuyerId, GroupId, ModuleId, UserId};
use crate::list::{Page, Query};
use crate::value::{LocalPath, Prose, Text};

/// Which groups an actor sees (R1, R2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupScope {
    /// All.
    All,
    /// Those of the account.
    Account {
        /// The account.
        account: AccountId,
        /// The person who asks, whose own name is shown in full (R20).
        person: Option<UserId>,
    },
    /// Those of the account that the person belongs to through a non-deleted membership.
    OfMember(AccountId, UserId),
    /// None.
    Nothing,
}

/// The part of a group that references show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupSummary {
    /// Identifier.
    pub id: GroupId,
    /// Display name.
    pub name: Text<200>,
    /// Description.
    pub description: Option<Prose<2000>>,
    /// Picture.
    pub logo: Option<LocalPath>,
    /// Whether it is its account's default group.
    pub is_default: bool,
}

/// Stored groups, each with its modules and buyers. Groups of deleted accounts are in no scope.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait GroupRepository {
    /// The group, if the scope shows it.
    fn find_in(&mut self, scope: GroupScope, id: GroupId) -> Result<Option<Group>, StoreError>;
    /// Those among the identifiers that the scope shows, in any order.
    fn find_many_in(&mut self, scope: GroupScope, ids: &[GroupId]) -> Result<Vec<Group>, StoreError>;
    /// Those of the account among the identifiers, in any order.
    fn find_many(&mut self, account: AccountId, ids: &[GroupId]) -> Result<Vec<Group>, StoreError>;
    /// All groups of the account, by identifier.
    fn of_account(&mut self, account: AccountId) -> Result<Vec<Group>, StoreError>;
    /// The groups that list the buyer, by identifier.
    fn listing_buyer(&mut self, buyer: BuyerId) -> Result<Vec<Group>, StoreError>;
    /// The account's default group; every account has one.
    fn default_of(&mut self, account: AccountId) -> Result<Option<Group>, StoreError>;
    /// The default groups of several accounts, in any order.
    fn defaults_of(&mut self, accounts: &[AccountId]) -> Result<Vec<Group>, StoreError>;
    /// The modules of the account's default group: the bound of every right in it (R5).
    fn default_modules(&mut self, account: AccountId) -> Result<Vec<ModuleId>, StoreError>;
    /// Stores a new group; `false` when the identifier is taken, and then nothing was stored.
    fn insert(&mut self, group: &Group) -> Result<bool, StoreError>;
    /// Replaces the stored group of the same identifier, modules and buyers included.
    fn update(&mut self, group: &Group) -> Result<(), StoreError>;
    /// Removes a group that no membership has any more; its identifier is never used again.
    fn delete(&mut self, id: GroupId) -> Result<(), StoreError>;
    /// Summaries of those that exist, in any order.
    fn summaries(&mut self, ids: &[GroupId]) -> Result<Vec<GroupSummary>, StoreError>;
    /// Summaries of all groups of the accounts, by identifier.
    fn summaries_of_accounts(
        &mut self,
        ids: &[AccountId],
    ) -> Result<Vec<(AccountId, GroupSummary)>, StoreError>;
    /// The modules of the groups: one pair per group and module.
    fn modules_of(&mut self, ids: &[GroupId]) -> Result<Vec<(GroupId, ModuleId)>, StoreError>;
    /// One page of what the scope shows.
    fn page(&mut self, scope: GroupScope, query: &Query<GroupRow>) -> Result<Page<Group>, StoreError>;
}
