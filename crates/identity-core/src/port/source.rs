//! Ports to time, randomness, digests and sealing.

use std::time::Duration;

use crate::secret::{Digest, Secret};
use crate::timestamp::Timestamp;

/// Tells the time, cut to milliseconds.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
    /// Time since a moment that stays the same for as long as the process runs. It never goes back, and it runs while the
    /// process or the machine is suspended.
    fn uptime(&self) -> Duration;
}

/// Gives random numbers fit for secrets.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait Entropy: Send + Sync {
    /// 64 random bits.
    fn next(&self) -> u64;
}

/// Digests under the master key, for what is too easily guessed for a plain digest.
pub trait KeyedDigester: Send + Sync {
    /// The digest of these parts in this order; where one ends and the next begins is part of it.
    fn digest(&self, parts: &[&[u8]]) -> Digest;
}

/// Authenticates messages under keys that are shared with whoever sends them: HMAC-SHA-256 (RFC 2104).
pub trait MessageAuthenticator: Send + Sync {
    /// The tag of the parts, one right after the other, under the bytes of the key's text.
    fn tag(&self, key: &Secret, parts: &[&[u8]]) -> Digest;
}

/// Why a sealed value could not be opened or made; the text is for operators and has no secret in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("sealing failed: {0}")]
pub struct SealError(pub String);

/// Seals values under the master key; `context` is the row's identity, and opening needs the same.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait SecretSealer: Send + Sync {
    /// Seals a secret.
    fn seal(&self, context: &str, secret: &Secret) -> Result<Vec<u8>, SealError>;
    /// Opens a sealed secret.
    fn open(&self, context: &str, sealed: &[u8]) -> Result<Secret, SealError>;
}
