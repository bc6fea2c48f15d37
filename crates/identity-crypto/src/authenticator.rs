//! Tags of messages under shared keys: HMAC-SHA256 (RFC 2104).

use hmac::{Hmac, KeyInit as _, Mac as _};
use identity_core::port::MessageAuthenticator;
use identity_core::secret::{Digest, Secret};
use sha2::Sha256;

/// HMAC-SHA256 under the bytes of a key's text.
#[derive(Debug, Clone, Copy, Default)]
pub struct HmacAuthenticator;

impl MessageAuthenticator for HmacAuthenticator {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    fn tag(&self, key: &Secret, parts: &[&[u8]]) -> Digest {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()).expect("every key is long enough");
        for part in parts {
            mac.update(part);
        }
        Digest(mac.finalize().into_bytes().into())
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    const BODY: &str = r#"{"email":"ana@example.com","domain":"acme@msp","role":"OWNER","userName":"Ana Ruiz","phone":"+34 600 000 000"}"#;

    fn sign(body: &str) -> String {
        let parts = ["demoKey".as_bytes(), body.as_bytes(), b"1700000000000"];
        HEXLOWER.encode(&HmacAuthenticator.tag(&Secret::new("demoSecret".into()), &parts).0)
    }

    /// The vectors of provisioning.md §6.
    #[test]
    fn p_r1_signatures_are_those_of_the_contract() {
        assert_eq!(sign(""), "2eb80906cdf8369916132d65f3223b5b605b395ceb5a27dd461d58645f763084");
        assert_eq!(BODY.len(), 110);
        assert_eq!(sign(BODY), "6f6522f75b140af74fe050bc6b9f84a7d5a7c684843ed1f98b4fa48505c2a0df");
    }

    #[test]
    fn parts_are_one_message() {
        let key = Secret::new("key".into());
        let of = |parts: &[&[u8]]| HmacAuthenticator.tag(&key, parts);
        assert_eq!(of(&[b"ab", b"c"]), of(&[b"a", b"", b"bc"]));
        assert_ne!(of(&[b"ab"]), of(&[b"ba"]));
    }
}
