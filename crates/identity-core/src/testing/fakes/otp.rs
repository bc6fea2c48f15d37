//! Codes of authenticator apps without cryptography.

use std::sync::Arc;

use super::{SeededEntropy, fake_digest};
use crate::port::{Entropy, OneTimeCodes};
use crate::secret::Secret;

/// Codes are digits of a digest of secret and step; neighbouring steps never have the same.
pub struct FakeCodes(Arc<dyn Entropy>);

impl std::fmt::Debug for FakeCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FakeCodes")
    }
}

impl Default for FakeCodes {
    fn default() -> Self {
        Self::new(Arc::new(SeededEntropy::new(20)))
    }
}

impl FakeCodes {
    /// Draws secrets from this entropy.
    pub fn new(entropy: Arc<dyn Entropy>) -> Self {
        Self(entropy)
    }

    /// The code that an app shows in that step.
    pub fn shown(secret: &Secret, step: u64) -> String {
        let [a, b, ..] = fake_digest(secret.expose()).0;
        format!("{:03}{:03}", u16::from_be_bytes([a, b]) % 1000, step % 1000)
    }
}

impl OneTimeCodes for FakeCodes {
    fn secret(&self) -> Secret {
        Secret::new(format!("SECRET{}", self.0.next()))
    }

    fn code(&self, secret: &Secret, step: u64) -> Option<Secret> {
        secret.expose().starts_with("SECRET").then(|| Secret::new(Self::shown(secret, step)))
    }
}
