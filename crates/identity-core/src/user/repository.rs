//! The port to stored people.

use super::{User, UserRow};
use crate::error::StoreError;
use crate::id::{AccountId, UserId};
use crate::list::{Page, Query};
use crate::timestamp::Timestamp;
use crate::value::EmailAddress;

/// Which people an actor sees (R1, R2). Deleted people are in no scope (R46).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserScope {
    /// All.
    All,
    /// Those with a non-deleted membership in the account, and the person who asks.
    Members {
        /// The account.
        account: AccountId,
        /// The person who asks.
        person: Option<UserId>,
    },
    /// One person.
    One(UserId),
    /// None.
    Nothing,
}

/// The part of a person that references show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserSummary {
    /// Identifier.
    pub id: UserId,
    /// First and last name.
    pub name: String,
}

/// Stored people.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait UserRepository {
    /// The person, whatever the state.
    fn find(&mut self, id: UserId) -> Result<Option<User>, StoreError>;
    /// The person, if the scope shows it.
    fn find_in(&mut self, scope: UserScope, id: UserId) -> Result<Option<User>, StoreError>;
    /// Those among the identifiers that the scope shows, in any order.
    fn find_many_in(&mut self, scope: UserScope, ids: &[UserId]) -> Result<Vec<User>, StoreError>;
    /// The non-deleted person of that e-mail.
    fn find_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError>;
    /// Stores a new person; `false` when the identifier is taken, and then nothing was stored.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when a non-deleted person has the e-mail.
    fn insert(&mut self, user: &User) -> Result<bool, StoreError>;
    /// Replaces the stored person of the same identifier.
    fn update(&mut self, user: &User) -> Result<(), StoreError>;
    /// Summaries of those that exist, deleted ones included, in any order.
    fn summaries(&mut self, ids: &[UserId]) -> Result<Vec<UserSummary>, StoreError>;
    /// One page of what the scope shows; `now` decides which invitations are over.
    fn page(
        &mut self,
        scope: UserScope,
        query: &Query<UserRow>,
        now: Timestamp,
    ) -> Result<Page<User>, StoreError>;
}
