//! Requests that a client may send twice (platform.md §1.6): what was answered is kept for a day under the key that
//! the client chose, and answered again.
//!
//! A [`Claim`] says which request this is; inside a transaction it becomes an [`Attempt`], which knows whether the
//! request was answered before. An answer is kept in the transaction of its effect, so there is never one without
//! the other.

mod claim;
mod job;
mod repository;
#[cfg(test)]
mod tests;

pub use claim::{Attempt, Claim, Claimant};
pub use repository::IdempotencyRepository;
#[cfg(any(test, feature = "testing"))]
pub use repository::MockIdempotencyRepository;

use std::fmt;
use std::time::Duration;

use crate::secret::Digest;
use crate::timestamp::Timestamp;

/// How long an answer is kept.
pub const KEPT_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// An answer as it is kept: never with a secret or a code in it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Status of the dialect.
    pub status: u16,
    /// What stands at the end of the address of what was made.
    pub place: Option<String>,
    /// The text of the object's tag.
    pub tag: Option<String>,
    /// Body.
    pub body: Vec<u8>,
}

/// Without the body, which holds personal data.
impl fmt::Debug for KeptAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptAnswer").field("status", &self.status).finish_non_exhaustive()
    }
}

/// A kept answer and what it answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyRecord {
    /// Keyed digest of actor, method, path and the client's key.
    pub key: Digest,
    /// Keyed digest of the body.
    pub body: Digest,
    /// The answer.
    pub answer: KeptAnswer,
    /// The first moment at which the key is free again.
    pub expires_at: Timestamp,
}
