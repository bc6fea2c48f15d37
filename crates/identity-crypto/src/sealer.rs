//! Sealing of secrets that have to be read again: XChaCha20-Poly1305 under keys derived from master keys.

use std::sync::Arc;

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use identity_core::port::{Entropy, SealError, SecretSealer};
use identity_core::secret::Secret;
use zeroize::Zeroize as _;

use crate::MasterKey;
use crate::entropy;

const VERSION: u8 = 1;
const KEY_ID_BYTES: usize = 8;
const NONCE_BYTES: usize = 24;

/// Seals secrets under the current master key and opens what the current or an older one sealed.
///
/// A sealed value is a version byte (1), eight bytes of the master key's fingerprint, a random nonce of 24 bytes, the
/// ciphertext and its tag. The key is derived with the label `identity/seal/v1`; the context is associated data, so
/// a value that was moved to another row does not open.
pub struct Sealer {
    current: SealKey,
    older: Vec<SealKey>,
    entropy: Arc<dyn Entropy>,
}

struct SealKey {
    id: [u8; KEY_ID_BYTES],
    cipher: XChaCha20Poly1305,
}

impl SealKey {
    fn of(master: &MasterKey) -> Self {
        let key = master.derive("identity/seal/v1");
        Self { id: master.fingerprint_bytes(), cipher: XChaCha20Poly1305::new((&*key).into()) }
    }
}

impl Sealer {
    /// A sealer that seals under `current` and opens under any of the keys; nonces come from `entropy`.
    pub fn new<'a>(
        current: &MasterKey,
        older: impl IntoIterator<Item = &'a MasterKey>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        Self { current: SealKey::of(current), older: older.into_iter().map(SealKey::of).collect(), entropy }
    }

    fn key(&self, id: [u8; KEY_ID_BYTES]) -> Option<&SealKey> {
        std::iter::once(&self.current).chain(&self.older).find(|key| key.id == id)
    }
}

impl SecretSealer for Sealer {
    fn seal(&self, context: &str, secret: &Secret) -> Result<Vec<u8>, SealError> {
        let nonce: [u8; NONCE_BYTES] = entropy::bytes(&*self.entropy);
        let payload = Payload { msg: secret.expose().as_bytes(), aad: context.as_bytes() };
        let ciphertext = self
            .current
            .cipher
            .encrypt(&nonce.into(), payload)
            .map_err(|_| failure("the secret is too long"))?;
        let mut sealed = Vec::with_capacity(1 + KEY_ID_BYTES + NONCE_BYTES + ciphertext.len());
        sealed.push(VERSION);
        sealed.extend(self.current.id);
        sealed.extend(nonce);
        sealed.extend(ciphertext);
        Ok(sealed)
    }

    fn open(&self, context: &str, sealed: &[u8]) -> Result<Secret, SealError> {
        let (&version, rest) = sealed.split_first().ok_or_else(cut_off)?;
        if version != VERSION {
            return Err(failure("the version is unknown"));
        }
        let (id, rest) = rest.split_first_chunk().ok_or_else(cut_off)?;
        let (nonce, ciphertext) = rest.split_first_chunk::<NONCE_BYTES>().ok_or_else(cut_off)?;
        let key = self.key(*id).ok_or_else(|| failure("it was sealed under a key that is not configured"))?;
        let payload = Payload { msg: ciphertext, aad: context.as_bytes() };
        let opened = key
            .cipher
            .decrypt(nonce.into(), payload)
            .map_err(|_| failure("the value was altered or belongs to another row"))?;
        String::from_utf8(opened).map(Secret::new).map_err(|error| {
            error.into_bytes().zeroize();
            failure("the opened value is no text")
        })
    }
}

fn failure(why: &str) -> SealError {
    SealError(why.into())
}

fn cut_off() -> SealError {
    failure("the sealed value is cut off")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OsEntropy;
    use crate::master_key::tests::{counting_key, other_key};

    const CONTEXT: &str = "TKN-4134-7330";

    fn sealer(current: &MasterKey, older: &[&MasterKey]) -> Sealer {
        Sealer::new(current, older.iter().copied(), Arc::new(OsEntropy::new().unwrap()))
    }

    fn why(answer: Result<Secret, SealError>) -> String {
        answer.err().unwrap().to_string()
    }

    #[test]
    fn what_was_sealed_opens_and_no_two_are_alike() {
        let sealer = sealer(&counting_key(), &[]);
        for text in ["", "the secret", "žluťoučký kůň", &"x".repeat(10_000)] {
            let secret = Secret::new(text.into());
            let blob = sealer.seal(CONTEXT, &secret).unwrap();
            assert_eq!(sealer.open(CONTEXT, &blob).unwrap().expose(), text);
            assert_ne!(sealer.seal(CONTEXT, &secret).unwrap(), blob);
        }
    }

    #[test]
    fn a_value_sealed_by_another_implementation_opens() {
        // Made with HChaCha20 by the draft's definition and OpenSSL's ChaCha20-Poly1305; nonce 0x40 to 0x57.
        let hex = "01232afbbfaeb2fff6404142434445464748494a4b4c4d4e4f5051525354555657be2508bb183ec1109f3d5532a3\
                   8194509cd30ff11157faf4a2b9";
        let blob: Vec<u8> = (0..hex.len())
            .step_by(2)
            .map(|place| u8::from_str_radix(&hex[place..place + 2], 16).unwrap())
            .collect();
        let opened = sealer(&counting_key(), &[]).open(CONTEXT, &blob).unwrap();
        assert_eq!(opened.expose(), "the secret");
    }

    #[test]
    fn an_older_key_opens_and_only_the_current_one_seals() {
        let (old, new) = (counting_key(), other_key());
        let secret = Secret::new("the secret".into());
        let blob = sealer(&old, &[]).seal(CONTEXT, &secret).unwrap();
        let rotated = sealer(&new, &[&old]);
        assert_eq!(rotated.open(CONTEXT, &blob).unwrap().expose(), "the secret");
        let blob_of_new = rotated.seal(CONTEXT, &secret).unwrap();
        assert!(sealer(&new, &[]).open(CONTEXT, &blob_of_new).is_ok());
        assert!(why(sealer(&new, &[]).open(CONTEXT, &blob)).contains("not configured"));
    }

    #[test]
    fn another_context_does_not_open() {
        let sealer = sealer(&counting_key(), &[]);
        let blob = sealer.seal(CONTEXT, &Secret::new("the secret".into())).unwrap();
        for context in ["TKN-4134-7331", "TKN-4134-733", ""] {
            assert!(why(sealer.open(context, &blob)).contains("another row"));
        }
    }

    #[test]
    fn every_cut_and_every_altered_byte_is_refused_without_a_word_of_the_secret() {
        let sealer = sealer(&counting_key(), &[]);
        let blob = sealer.seal(CONTEXT, &Secret::new("the secret".into())).unwrap();
        for place in 0..blob.len() {
            let mut altered = blob.clone();
            altered[place] ^= 1;
            for bad in [&altered, &blob[..place], &blob[place + 1..]] {
                assert!(!why(sealer.open(CONTEXT, bad)).contains("the secret"));
            }
        }
    }
}
