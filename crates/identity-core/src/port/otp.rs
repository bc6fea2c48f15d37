//! The port to codes of authenticator apps.

use crate::secret::Secret;

/// Time-based one-time passwords (RFC 6238) as authenticator apps expect them: SHA-1, six digits, steps of 30 seconds.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait OneTimeCodes: Send + Sync {
    /// A new shared secret in base 32: 160 random bits.
    fn secret(&self) -> Secret;
    /// The code of a step, counted from the Unix epoch; `None` for a secret that is none of these.
    fn code(&self, secret: &Secret, step: u64) -> Option<Secret>;
}
