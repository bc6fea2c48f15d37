//! The port to stored signing keys.

use super::SigningKey;
use crate::error::StoreError;
use crate::timestamp::Timestamp;

/// Stored signing keys. There are never more than a few.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait SigningKeyRepository {
    /// All keys, newest first.
    fn all(&mut self) -> Result<Vec<SigningKey>, StoreError>;
    /// Stores a new key. A second active one is
    /// [`UniqueKey::SigningKey`](crate::error::UniqueKey::SigningKey).
    fn insert(&mut self, key: &SigningKey) -> Result<(), StoreError>;
    /// Replaces the state of a key.
    fn update(&mut self, key: &SigningKey) -> Result<(), StoreError>;
    /// Removes the keys that verify no more at `now`; how many.
    fn remove_expired(&mut self, now: Timestamp) -> Result<usize, StoreError>;
}
