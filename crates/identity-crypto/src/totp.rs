//! Codes of authenticator apps (RFC 6238 over RFC 4226).

use std::sync::Arc;

use data_encoding::BASE32_NOPAD;
use identity_core::port::{Entropy, OneTimeCodes};
use identity_core::secret::Secret;
use ring::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};
use zeroize::Zeroizing;

use crate::entropy;

/// The length of the hash, as RFC 4226 §4 recommends.
const SECRET_BYTES: usize = 20;
/// 10 to the power of the number of digits.
const CODES: u32 = 1_000_000;

/// Makes shared secrets and computes their codes: SHA-1, because most apps know nothing else, and collisions of that
/// hash are of no use against its HMAC.
pub struct Totp {
    entropy: Arc<dyn Entropy>,
}

impl Totp {
    /// Secrets come from `entropy`.
    pub fn new(entropy: Arc<dyn Entropy>) -> Self {
        Self { entropy }
    }
}

impl OneTimeCodes for Totp {
    fn secret(&self) -> Secret {
        let bytes = Zeroizing::new(entropy::bytes::<SECRET_BYTES>(&*self.entropy));
        Secret::new(BASE32_NOPAD.encode(bytes.as_slice()))
    }

    fn code(&self, secret: &Secret, step: u64) -> Option<Secret> {
        let key = Zeroizing::new(BASE32_NOPAD.decode(secret.expose().as_bytes()).ok()?);
        let tag = sign(&Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key), &step.to_be_bytes());
        let code = truncated(tag.as_ref())? % CODES;
        Some(Secret::new(format!("{code:06}")))
    }
}

/// Four bytes from where the last four bits point, without the sign (RFC 4226 §5.3).
fn truncated(tag: &[u8]) -> Option<u32> {
    let offset = usize::from(tag.last()? & 15);
    let bytes = tag.get(offset..)?.first_chunk()?;
    Some(u32::from_be_bytes(*bytes) & 0x7fff_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OsEntropy;

    fn totp() -> Totp {
        Totp::new(Arc::new(OsEntropy::new().unwrap()))
    }

    #[test]
    fn s_r11_codes_are_those_of_rfc_6238() {
        let secret = Secret::new(BASE32_NOPAD.encode(b"12345678901234567890"));
        // Appendix B, the last six of its eight digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(totp().code(&secret, seconds / 30).unwrap().expose(), code, "{seconds}");
        }
    }

    #[test]
    fn secrets_are_160_random_bits_in_base_32() {
        let (one, other) = (totp().secret(), totp().secret());
        assert_eq!(one.expose().len(), 32);
        assert_ne!(one.expose(), other.expose());
        assert!(totp().code(&one, 1).is_some());
        assert!(totp().code(&Secret::new("no secret".into()), 1).is_none());
    }
}
