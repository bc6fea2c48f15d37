//! The port to stored counters. What changes them runs in transactions of its own, never in that of the request.

use super::Counter;
use crate::error::StoreError;
use crate::secret::Digest;
use crate::timestamp::Timestamp;

/// Stored counters.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait ThrottleRepository {
    /// The counter of a key.
    fn find(&mut self, key: &Digest) -> Result<Option<Counter>, StoreError>;
    /// Stores the counter of a key, in place of the one before.
    fn put(&mut self, key: &Digest, counter: &Counter, expires_at: Timestamp) -> Result<(), StoreError>;
    /// Forgets the counter of a key.
    fn remove(&mut self, key: &Digest) -> Result<(), StoreError>;
    /// Forgets counters that expired, at most `limit`; how many.
    fn remove_expired(&mut self, now: Timestamp, limit: u32) -> Result<usize, StoreError>;
}
