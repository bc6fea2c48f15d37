//! Ports to time, randomness and the cryptography of tokens.

use crate::id::TokenId;
use crate::secret::{Digest, Secret};
use crate::timestamp::Timestamp;

/// Tells the time, cut to milliseconds.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Gives random numbers fit for secrets.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait Entropy: Send + Sync {
    /// 64 random bits.
    fn next(&self) -> u64;
}

/// A new token's value, to be shown once, and what is stored of it.
#[derive(Clone)]
pub struct MintedToken {
    /// `idt:TKN-NNNN-NNNN:<secret>`.
    pub value: Secret,
    /// SHA-256 of the value.
    pub digest: Digest,
}

/// A new one-time code, and what is stored of it.
#[derive(Clone)]
pub struct MintedCode {
    /// 43 URL-safe characters, 256 bits.
    pub value: Secret,
    /// SHA-256 of the value.
    pub digest: Digest,
}

/// A text that has the form and the checksum of an API token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresentedToken {
    /// Which token it claims to be.
    pub id: TokenId,
    /// SHA-256 of the text.
    pub digest: Digest,
}

/// Makes and reads token values as platform.md §1.2 defines them.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait TokenMinter: Send + Sync {
    /// A new value for a token.
    fn token(&self, id: TokenId) -> MintedToken;
    /// A new one-time code.
    fn code(&self) -> MintedCode;
    /// Reads a presented token without touching storage; `None` unless form and checksum are right.
    fn read_token(&self, text: &str) -> Option<PresentedToken>;
    /// Digest of a presented one-time code; `None` unless it has the form of one.
    fn read_code(&self, text: &str) -> Option<Digest>;
}

/// Digests under the master key, for what is too easily guessed for a plain digest.
pub trait KeyedDigester: Send + Sync {
    /// The digest of these parts in this order; where one ends and the next begins is part of it.
    fn digest(&self, parts: &[&[u8]]) -> Digest;
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
