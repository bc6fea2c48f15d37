//! A10: the keys that verify tokens, as a JSON Web Key Set (RFC 7517, RFC 8037).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity_core::signing_key::VerifyingKey;

use crate::http::json;

/// The keys in the form in which `/.well-known/jwks.json` publishes them.
pub fn key_set(keys: &[VerifyingKey]) -> Vec<u8> {
    let mut out = br#"{"keys":["#.to_vec();
    for (n, key) in keys.iter().enumerate() {
        if n > 0 {
            out.push(b',');
        }
        out.extend_from_slice(br#"{"kty":"OKP","crv":"Ed25519","use":"sig","alg":"EdDSA","kid":"#);
        json::string(&mut out, &key.id);
        out.extend_from_slice(br#","x":"#);
        json::string(&mut out, &URL_SAFE_NO_PAD.encode(key.public.0));
        out.push(b'}');
    }
    out.extend_from_slice(b"]}");
    out
}

#[cfg(test)]
mod tests {
    use identity_core::port::PublicKey;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn keys_have_the_form_of_rfc_8037() {
        let key = |id: &str, byte| VerifyingKey { id: id.into(), public: PublicKey([byte; 32]), until: None };
        let read = |keys: &[VerifyingKey]| serde_json::from_slice::<Value>(&key_set(keys)).unwrap();
        let shown = |kid: &str, x: String| json!({"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": kid, "x": x});
        let zeros = "A".repeat(43);
        let ones = format!("{}8", "_".repeat(42));
        let both = json!({"keys": [shown("one", zeros), shown("two", ones)]});
        assert_eq!(read(&[key("one", 0), key("two", 255)]), both);
        assert_eq!(read(&[]), json!({"keys": []}));
    }
}
