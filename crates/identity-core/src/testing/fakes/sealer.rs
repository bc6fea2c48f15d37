//! Sealing without cryptography: what is sealed in one context does not open in another.

use crate::port::{SealError, SecretSealer};
use crate::secret::Secret;

/// Writes the context in front and flips every bit.
#[derive(Debug, Clone, Copy, Default)]
pub struct FakeSealer;

fn flip(bytes: &[u8]) -> impl Iterator<Item = u8> {
    bytes.iter().map(|byte| !byte)
}

impl SecretSealer for FakeSealer {
    fn seal(&self, context: &str, secret: &Secret) -> Result<Vec<u8>, SealError> {
        let text = format!("{context}\0{}", secret.expose());
        Ok(flip(text.as_bytes()).collect())
    }

    fn open(&self, context: &str, sealed: &[u8]) -> Result<Secret, SealError> {
        let text = String::from_utf8(flip(sealed).collect()).ok();
        text.as_deref()
            .and_then(|text| text.strip_prefix(context)?.strip_prefix('\0'))
            .map(|secret| Secret::new(secret.to_owned()))
            .ok_or_else(|| SealError("not sealed in this context".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_in_its_own_context_only() {
        let sealed = FakeSealer.seal("TKN-1", &Secret::new("key".into())).unwrap();
        assert_eq!(FakeSealer.open("TKN-1", &sealed).unwrap().expose(), "key");
        assert!(FakeSealer.open("TKN-", &sealed).is_err());
        assert!(FakeSealer.open("TKN-12", &sealed).is_err());
        assert!(FakeSealer.open("TKN-1", b"key").is_err());
    }
}
