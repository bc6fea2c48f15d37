//! The port to signed requests that were seen. It runs in transactions of its own, never in that of the request.

use crate::error::StoreError;
use crate::id::TokenId;
use crate::secret::Digest;
use crate::timestamp::Timestamp;

/// A signed request whose signature is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sighting {
    /// The key that signed it.
    pub key: TokenId,
    /// The signature.
    pub sign: Digest,
    /// Whether it may change something. As the method is not signed, that is not what its sender meant.
    pub is_write: bool,
    /// Until when it is remembered.
    pub kept_until: Timestamp,
}

/// Signed requests that were seen.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait ReplayRepository {
    /// Remembers a request and says whether it may have its effect: of all requests with that key and signature the
    /// first one may, and after a reading one others that only read. One statement, so that of many at once one is
    /// first, whatever the isolation.
    fn admit(&mut self, sighting: &Sighting) -> Result<bool, StoreError>;
    /// Forgets what was remembered until a moment before `now`, at most `limit`; how many.
    fn remove_expired(&mut self, now: Timestamp, limit: u32) -> Result<usize, StoreError>;
}
