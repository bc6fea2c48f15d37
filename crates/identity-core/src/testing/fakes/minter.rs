//! Tokens and codes of the right form, without cryptography.

use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use super::SeededEntropy;
use crate::id::{DeviceId, TokenId};
use crate::port::{CodeKind, Entropy, MintedCode, MintedToken, PresentedDevice, PresentedToken, TokenMinter};
use crate::secret::{Digest, Secret};

const BASE62: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_CHARS: usize = 32;
const CHECK_CHARS: usize = 6;
const CODE_CHARS: usize = 43;

/// Mints from any entropy; a typo in a token is noticed, as in the real one.
pub struct FakeMinter(Arc<dyn Entropy>);

impl std::fmt::Debug for FakeMinter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FakeMinter")
    }
}

impl Default for FakeMinter {
    fn default() -> Self {
        Self::new(Arc::new(SeededEntropy::default()))
    }
}

/// FNV-1a, 64 bits, from the seed.
fn fnv(seed: u64, text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325 ^ seed, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// A digest that is no cryptography: different texts of a test have different ones.
pub fn fake_digest(text: &str) -> Digest {
    let mut bytes = [0; 32];
    let words = (1..=4).flat_map(|seed| fnv(seed * 0x9E37_79B9, text).to_be_bytes());
    for (byte, word) in bytes.iter_mut().zip(words) {
        *byte = word;
    }
    Digest(bytes)
}

/// The last `count` digits of a number in base 62.
fn base62(mut number: u64, count: usize) -> String {
    let mut next = || {
        let digit = usize::try_from(number % 62).unwrap_or(0);
        number /= 62;
        BASE62.get(digit).map_or('0', |byte| char::from(*byte))
    };
    (0..count).map(|_| next()).collect()
}

fn check_of(id: &str, random: &str) -> String {
    base62(fnv(0, &format!("{id}:{random}")), CHECK_CHARS)
}

/// The identifier in a token whose check is right.
fn id_in<I: FromStr>(text: &str) -> Option<I> {
    let (id, secret) = text.strip_prefix("idt:")?.split_once(':')?;
    let (random, check) = secret.split_at_checked(RANDOM_CHARS)?;
    let is_right = secret.bytes().all(|byte| byte.is_ascii_alphanumeric()) && check == check_of(id, random);
    if is_right { id.parse().ok() } else { None }
}

impl FakeMinter {
    /// Mints from this entropy.
    pub fn new(entropy: Arc<dyn Entropy>) -> Self {
        Self(entropy)
    }

    /// Random base 62 characters, a number for every eight of them.
    fn random(&self, count: usize) -> String {
        let mut text: String = (0..count.div_ceil(8)).map(|_| base62(self.0.next(), 8)).collect();
        text.truncate(count);
        text
    }
}

impl FakeMinter {
    fn value_of(&self, id: impl Display) -> MintedToken {
        let (id, random) = (id.to_string(), self.random(RANDOM_CHARS));
        let value = format!("idt:{id}:{random}{}", check_of(&id, &random));
        MintedToken { digest: fake_digest(&value), value: Secret::new(value) }
    }
}

impl TokenMinter for FakeMinter {
    fn token(&self, id: TokenId) -> MintedToken {
        self.value_of(id)
    }

    fn device_token(&self, id: DeviceId) -> MintedToken {
        self.value_of(id)
    }

    fn code(&self, kind: CodeKind) -> MintedCode {
        let value = format!("{}{}", kind.prefix(), self.random(CODE_CHARS));
        MintedCode { digest: fake_digest(&value), value: Secret::new(value) }
    }

    fn read_token(&self, text: &str) -> Option<PresentedToken> {
        id_in(text).map(|id| PresentedToken { id, digest: fake_digest(text) })
    }

    fn read_device_token(&self, text: &str) -> Option<PresentedDevice> {
        id_in(text).map(|id| PresentedDevice { id, digest: fake_digest(text) })
    }

    fn read_code(&self, kind: CodeKind, text: &str) -> Option<Digest> {
        let is_code_char = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        let code = text.strip_prefix(kind.prefix())?;
        let is_right = code.len() == CODE_CHARS && code.bytes().all(is_code_char);
        is_right.then(|| fake_digest(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const ID: TokenId = TokenId::new(41_347_330);

    #[test]
    fn what_is_minted_is_read_again() {
        let minter = FakeMinter::default();
        let token = minter.token(ID);
        let text = token.value.expose();
        assert_eq!(text.len(), "idt:TKN-4134-7330:".len() + 38);
        let read = minter.read_token(text).unwrap();
        assert_eq!((read.id, read.digest), (ID, token.digest));
        let code = minter.code(CodeKind::Invitation);
        assert_eq!(minter.read_code(CodeKind::Invitation, code.value.expose()), Some(code.digest));
    }

    #[test]
    fn nothing_else_is_read() {
        let minter = FakeMinter::default();
        let token = minter.token(ID);
        let text = token.value.expose();
        let flipped = text.replace("TKN-4134-7330", "TKN-4134-7331");
        let (cut, long) = (&text[..text.len() - 1], format!("{text}0"));
        let bad = ["", "idt:", "idt:TKN-4134-7330:", &flipped, cut, &long, &text[4..], &text.to_lowercase()];
        for bad in bad {
            assert_eq!(minter.read_token(bad), None, "{bad}");
        }
        let code = minter.code(CodeKind::Invitation);
        for bad in
            ["", &code.value.expose()[1..], &code.value.expose().replacen(char::is_alphanumeric, "=", 1)]
        {
            assert_eq!(minter.read_code(CodeKind::Invitation, bad), None, "{bad}");
        }
    }

    #[test]
    fn no_two_are_the_same() {
        let minter = FakeMinter::default();
        let digests: BTreeSet<[u8; 32]> = (0..1000)
            .flat_map(|_| [minter.token(ID).digest.0, minter.code(CodeKind::Invitation).digest.0])
            .collect();
        assert_eq!(digests.len(), 2000);
    }
}
