//! Tags of messages without cryptography.

use super::fake_digest;
use crate::port::MessageAuthenticator;
use crate::secret::{Digest, Secret};

/// Digests the key and then the parts, one right after the other.
#[derive(Debug, Clone, Copy, Default)]
pub struct FakeAuthenticator;

impl MessageAuthenticator for FakeAuthenticator {
    fn tag(&self, key: &Secret, parts: &[&[u8]]) -> Digest {
        fake_digest(&format!("{}:{:?}", key.expose(), parts.concat()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_messages_are_told_apart_and_cuts_are_not() {
        let of = |key: &str, parts: &[&str]| {
            let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
            FakeAuthenticator.tag(&Secret::new(key.into()), &parts)
        };
        assert_eq!(of("key", &["ab", "c"]), of("key", &["a", "", "bc"]));
        assert_ne!(of("key", &["ab"]), of("key", &["ba"]));
        assert_ne!(of("key", &["ab"]), of("other", &["ab"]));
    }
}
