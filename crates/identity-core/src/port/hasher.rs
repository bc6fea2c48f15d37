//! The port to password hashing, which is slow on purpose and bounded.

use async_trait::async_trait;

use crate::secret::Secret;
use crate::user::PasswordHash;

/// Why a password was neither hashed nor verified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// The queue is full; nothing was hashed.
    #[error("the hashing queue is full; retry after {retry_after_ms} ms")]
    Busy {
        /// When to try again, in milliseconds.
        retry_after_ms: u32,
    },
    /// The hasher failed; the text is for operators.
    #[error("hashing failed: {0}")]
    Failed(String),
}

/// Hashes passwords with a memory-hard function. Never called inside a transaction.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
#[async_trait]
pub trait PasswordHasher: Send + Sync {
    /// Hashes a password that already obeys the rules.
    async fn hash(&self, password: Secret) -> Result<PasswordHash, HashError>;
    /// Whether the password is the hashed one. Without a hash the same work is done in vain and the answer is no.
    async fn verify(&self, password: Secret, hash: Option<PasswordHash>) -> Result<bool, HashError>;
    /// Whether a hash was made with less work than a new one would be, so that it is worth to be made again when its
    /// password is at hand.
    fn is_outdated(&self, hash: &PasswordHash) -> bool;
}
