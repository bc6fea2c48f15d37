//! Settings that are secrets: shown as stars.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use identity_core::secret::Secret;

/// What stands for a secret wherever settings are shown.
pub(super) const STARS: &str = "********";

/// A secret text.
#[derive(Clone)]
pub struct SecretText(Secret);

impl SecretText {
    /// The secret.
    pub fn secret(&self) -> &Secret {
        &self.0
    }
}

impl FromStr for SecretText {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(Secret::new(text.to_owned())))
    }
}

impl fmt::Display for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(STARS)
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(STARS)
    }
}
