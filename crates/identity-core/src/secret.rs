//! Values that must not be printed, and the digests that stand for them.

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// A secret text: no `Debug`, no `Display`, wiped when dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a secret over.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text, for the one place that hashes, seals or hands it out.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// SHA-256 of a secret of at least 190 random bits; all that is stored of it.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Compares in constant time.
    pub fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}
