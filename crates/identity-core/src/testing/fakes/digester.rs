//! Keyed digests without a key.

use crate::port::KeyedDigester;
use crate::secret::Digest;

use super::fake_digest;

/// Digests the parts one after the other, each with its length before it.
#[derive(Debug, Clone, Copy, Default)]
pub struct FakeDigester;

impl KeyedDigester for FakeDigester {
    fn digest(&self, parts: &[&[u8]]) -> Digest {
        let parts: Vec<String> = parts.iter().map(|part| format!("{}:{part:?}", part.len())).collect();
        fake_digest(&parts.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart() {
        let of = |parts: &[&str]| {
            FakeDigester.digest(&parts.iter().map(|part| part.as_bytes()).collect::<Vec<_>>())
        };
        assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
        for other in [&["ab"][..], &["a", "", "b"], &["b", "a"], &["a,b"]] {
            assert_ne!(of(&["a", "b"]), of(other));
        }
    }
}
