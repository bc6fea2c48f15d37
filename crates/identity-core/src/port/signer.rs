//! The port to signatures of JSON web tokens (RFC 7519, EdDSA with Ed25519 of RFC 8037).

use crate::secret::Secret;
use crate::session::Claims;

/// The public half of a signing key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(pub [u8; 32]);

/// A pair of keys.
#[derive(Clone)]
pub struct KeyPair {
    /// `kid`: at most 64 URL-safe characters, derived from the public half.
    pub id: String,
    /// The public half.
    pub public: PublicKey,
    /// The private half, in a form that only the signer reads.
    pub private: Secret,
}

/// Why nothing was signed; the text is for operators and has no secret in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("signing failed: {0}")]
pub struct SignError(pub String);

/// Makes keys, signs claims and reads what was signed.
///
/// A token's header is `{"alg":"EdDSA","kid":…,"typ":"auth+jwt"|"at+jwt"}` and its claims are those of
/// self-service.md §1.3. Reading trusts nothing else in a header: another `alg`, a missing `typ`, `crit`, and keys
/// that come with the token are refused or ignored (RFC 8725).
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait TokenSigner: Send + Sync {
    /// A new pair of keys.
    fn generate(&self) -> KeyPair;
    /// The token of these claims under this key.
    ///
    /// # Errors
    /// [`SignError`] for a private half that cannot be used.
    fn sign(&self, key: &KeyPair, claims: &Claims) -> Result<Secret, SignError>;
    /// The `kid` in the header of a text that has the form of a token; nothing of it is verified.
    fn key_id(&self, text: &str) -> Option<String>;
    /// The claims of a token whose signature is right under this key; `None` for everything else. Issuer, audience and
    /// times are for the caller to judge.
    fn read(&self, text: &str, key: &PublicKey) -> Option<Claims>;
}
