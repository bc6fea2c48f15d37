//! Digests under the master key: HMAC-SHA256 (RFC 2104).

use hmac::{Hmac, KeyInit as _, Mac as _};
use identity_core::port::KeyedDigester;
use identity_core::secret::Digest;
use sha2::Sha256;

use crate::MasterKey;

/// Digests under a key derived from the master key with the label `identity/digest/v1`. Without the key nobody can
/// try out what a digest stands for, so it may be of something that is easily guessed.
pub struct Digester(Hmac<Sha256>);

impl Digester {
    /// A digester under this key.
    #[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "HMAC takes keys of every length")]
    pub fn new(master: &MasterKey) -> Self {
        let key = master.derive("identity/digest/v1");
        Self(Hmac::new_from_slice(key.as_slice()).expect("every key is long enough"))
    }
}

impl KeyedDigester for Digester {
    fn digest(&self, parts: &[&[u8]]) -> Digest {
        let mut mac = self.0.clone();
        for part in parts {
            // The length before each part tells "ab" + "c" from "a" + "bc".
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Digest(mac.finalize().into_bytes().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::master_key::tests::{counting_key, other_key};

    fn of(master: &MasterKey, parts: &[&str]) -> Digest {
        Digester::new(master).digest(&parts.iter().map(|part| part.as_bytes()).collect::<Vec<_>>())
    }

    #[test]
    fn keys_and_parts_tell_apart() {
        let key = counting_key();
        assert_eq!(of(&key, &["a", "b"]), of(&key, &["a", "b"]));
        assert_ne!(of(&key, &["a", "b"]), of(&other_key(), &["a", "b"]));
        for other in [&["ab"][..], &["a", "", "b"], &["b", "a"], &["a"], &[]] {
            assert_ne!(of(&key, &["a", "b"]), of(&key, other), "{other:?}");
        }
    }

    #[test]
    fn the_digest_is_that_of_another_implementation() {
        // Computed with HMAC-SHA256 of Python's standard library.
        let digest = of(&counting_key(), &["key", "TKN-4134-7330"]).0;
        let words = [0, 8, 16, 24].map(|at| u64::from_be_bytes(*digest[at..].first_chunk().unwrap()));
        assert_eq!(
            words,
            [0x3581_a408_cdf5_a3c0, 0x5b27_4c11_eb28_8996, 0x21cf_0c83_a561_70fe, 0x010c_c373_139e_0791]
        );
    }
}
