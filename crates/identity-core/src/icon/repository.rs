//! The port to stored pictures.

use super::Icon;
use crate::error::StoreError;
use crate::id::{AccountId, BuyerId, UserId};

/// Whose picture it is; each has at most one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IconOwner {
    /// An account's.
    Account(AccountId),
    /// A person's.
    User(UserId),
    /// A buyer's.
    Buyer(BuyerId),
}

impl IconOwner {
    /// The name of the part that carries the picture, and of what is wrong with it (platform.md §1.3).
    pub const fn part(self) -> &'static str {
        match self {
            Self::Account(_) | Self::Buyer(_) => "logo",
            Self::User(_) => "icon",
        }
    }
}

/// Stored pictures, apart from what they belong to.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait IconRepository {
    /// The owner's picture.
    fn find(&mut self, owner: IconOwner) -> Result<Option<Icon>, StoreError>;
    /// Stores the owner's picture in place of the one before.
    fn put(&mut self, owner: IconOwner, icon: &Icon) -> Result<(), StoreError>;
    /// Removes the owner's picture, if there is one.
    fn remove(&mut self, owner: IconOwner) -> Result<(), StoreError>;
}
