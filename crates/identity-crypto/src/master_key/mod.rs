//! The one secret of an installation, from which every other key is derived.

mod file;

use hkdf::Hkdf;
use identity_core::port::Entropy;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::entropy;

pub use self::file::KeyFileError;

/// Bytes of a master key and of every key derived from it.
const KEY_BYTES: usize = 32;

/// 256 random bits that seal and derive everything else. It has no `Debug` and is wiped when dropped.
pub struct MasterKey(Zeroizing<[u8; KEY_BYTES]>);

impl MasterKey {
    fn random(entropy: &dyn Entropy) -> Self {
        Self(Zeroizing::new(entropy::bytes(entropy)))
    }

    /// A key of its own for one purpose: HKDF-SHA256 (RFC 5869) without salt, `label` as info.
    ///
    /// Labels look like `identity/cursor/v1`; two purposes never share one.
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "HKDF fails beyond 255 blocks only, and a key left at zero must never get out"
    )]
    pub fn derive(&self, label: &str) -> Zeroizing<[u8; KEY_BYTES]> {
        let mut derived = Zeroizing::new([0; KEY_BYTES]);
        Hkdf::<Sha256>::new(None, self.0.as_slice())
            .expand(label.as_bytes(), derived.as_mut_slice())
            .expect("32 bytes are one block");
        derived
    }

    /// What tells this key from another and may be stored in the open: 32 hexadecimal digits that are derived from
    /// the key and say nothing about it.
    pub fn fingerprint(&self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.fingerprint_bytes()))
    }

    /// The first `N` bytes of the fingerprint.
    pub(crate) fn fingerprint_bytes<const N: usize>(&self) -> [u8; N] {
        let derived = self.derive("identity/fingerprint/v1");
        derived.first_chunk().copied().unwrap_or([0; N])
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The bytes 0 to 31.
    pub(crate) fn counting_key() -> MasterKey {
        MasterKey(Zeroizing::new(std::array::from_fn(|place| u8::try_from(place).unwrap())))
    }

    pub(crate) fn other_key() -> MasterKey {
        MasterKey(Zeroizing::new([7; KEY_BYTES]))
    }

    #[test]
    fn derived_keys_are_those_of_another_implementation() {
        // Computed with HMAC-SHA256 of Python's standard library.
        let derived = counting_key().derive("identity/cursor/v1");
        let words = [0, 8, 16, 24].map(|at| u64::from_be_bytes(*derived[at..].first_chunk().unwrap()));
        assert_eq!(
            words,
            [0x31ad_369f_baa6_3e73, 0x9469_b118_cb46_d1a1, 0x5245_7fe1_8625_4a67, 0x8f39_9e92_4050_9087]
        );
        assert_eq!(counting_key().fingerprint(), "232afbbfaeb2fff66753dc1b814ffb16");
    }

    #[test]
    fn keys_and_labels_tell_apart() {
        let key = counting_key();
        let other = other_key();
        assert_ne!(key.derive("a"), key.derive("b"));
        assert_ne!(key.derive("a"), other.derive("a"));
        assert_ne!(key.fingerprint(), other.fingerprint());
    }
}
