//! The port to stored accounts.

use super::{Account, AccountKind, AccountRow, AccountStatus};
use crate::error::StoreError;
use crate::id::{AccountId, UserId};
use crate::list::{Page, Query};
use crate::value::{AccountSlug, Text};

/// Which accounts an actor sees (R1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountScope {
    /// All that are not deleted.
    All,
    /// One account, unless it is deleted.
    One(AccountId),
    /// The same, but of its groups only those that the person belongs to (R2).
    Member {
        /// The account.
        account: AccountId,
        /// The person who asks.
        person: Option<UserId>,
    },
    /// None.
    Nothing,
}

/// The part of an account that references show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSummary {
    /// Identifier.
    pub id: AccountId,
    /// Display name.
    pub name: Text<500>,
    /// What it is.
    pub kind: AccountKind,
    /// Status.
    pub status: AccountStatus,
}

/// One account on the way from an account up to its root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineageStep {
    /// Identifier.
    pub id: AccountId,
    /// Whether the account itself is neither disabled nor deleted.
    pub is_usable: bool,
    /// What it is.
    pub kind: AccountKind,
}

/// Where an account of a slug is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    /// Among those without a parent.
    Root,
    /// Among the children of an account.
    Below(AccountId),
    /// Among the children of all accounts of that slug.
    BelowNamed(AccountSlug),
    /// Everywhere.
    Anywhere,
}

/// Which domains are listed: accounts that are neither deleted nor of kind Operations (P-R34).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainScope {
    /// All.
    All,
    /// Those right below an account.
    Below(AccountId),
}

/// Stored accounts. Deleted ones are found by [`find`](Self::find) alone.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait AccountRepository {
    /// The account, whatever its state.
    fn find(&mut self, id: AccountId) -> Result<Option<Account>, StoreError>;
    /// The account, if the scope shows it.
    fn find_in(&mut self, scope: AccountScope, id: AccountId) -> Result<Option<Account>, StoreError>;
    /// Those among the identifiers that the scope shows, in any order.
    fn find_many_in(&mut self, scope: AccountScope, ids: &[AccountId]) -> Result<Vec<Account>, StoreError>;
    /// Stores a new account; `false` when the identifier is taken, and then nothing was stored.
    fn insert(&mut self, account: &Account) -> Result<bool, StoreError>;
    /// Replaces the stored account of the same identifier.
    fn update(&mut self, account: &Account) -> Result<(), StoreError>;
    /// The account itself, then its ancestors up to the root; empty for an unknown account. Bounded by the
    /// greatest depth that R10 allows.
    fn lineage(&mut self, id: AccountId) -> Result<Vec<LineageStep>, StoreError>;
    /// Those among the accounts that are usable with all their ancestors (R8), in any order.
    fn usable(&mut self, ids: &[AccountId]) -> Result<Vec<AccountId>, StoreError>;
    /// How many levels hang below the account: 0 for a leaf.
    fn height(&mut self, id: AccountId) -> Result<u32, StoreError>;
    /// The non-deleted account of that kind and external id (R11).
    fn find_by_external_id(
        &mut self,
        kind: AccountKind,
        external_id: &Text<250>,
    ) -> Result<Option<AccountId>, StoreError>;
    /// Non-deleted accounts of that slug, at most two: one is found, two are too many (provisioning.md §1.2).
    fn named(&mut self, slug: &AccountSlug, naming: &Naming) -> Result<Vec<Account>, StoreError>;
    /// Whether an account below the parent, or one without parent, has the slug; deleted ones keep theirs (P-R33).
    fn is_slug_taken(&mut self, parent: Option<AccountId>, slug: &AccountSlug) -> Result<bool, StoreError>;
    /// Non-deleted accounts without a slug, at most `limit`.
    fn unnamed(&mut self, limit: u32) -> Result<Vec<Account>, StoreError>;
    /// How many domains the scope has.
    fn count_domains(&mut self, scope: DomainScope) -> Result<u64, StoreError>;
    /// Domains with the slugs of their parents, ordered by full name (provisioning.md §1.2): at most `limit` of those
    /// behind the first `offset`.
    fn domains(
        &mut self,
        scope: DomainScope,
        limit: u32,
        offset: u64,
    ) -> Result<Vec<(Account, Option<AccountSlug>)>, StoreError>;
    /// The one Operations account, if the store was bootstrapped.
    fn operations(&mut self) -> Result<Option<AccountId>, StoreError>;
    /// Summaries of those that exist, in any order.
    fn summaries(&mut self, ids: &[AccountId]) -> Result<Vec<AccountSummary>, StoreError>;
    /// One page of what the scope shows.
    fn page(&mut self, scope: AccountScope, query: &Query<AccountRow>) -> Result<Page<Account>, StoreError>;
}
