//! The port to stored answers.

use super::IdempotencyRecord;
use crate::error::StoreError;
use crate::secret::Digest;
use crate::timestamp::Timestamp;

/// Answers that are kept.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait IdempotencyRepository {
    /// The record of a key, be it expired or not.
    fn find(&mut self, key: &Digest) -> Result<Option<IdempotencyRecord>, StoreError>;
    /// Stores a record. One of the same key that is expired at `now` gives way; one that is not is
    /// [`UniqueKey::IdempotencyKey`](crate::error::UniqueKey::IdempotencyKey), also when it is of a transaction that
    /// was not there yet when this one looked.
    fn insert(&mut self, record: &IdempotencyRecord, now: Timestamp) -> Result<(), StoreError>;
    /// Removes records that are expired at `now`, at most `limit`; answers how many.
    fn remove_expired(&mut self, now: Timestamp, limit: u32) -> Result<usize, StoreError>;
}
