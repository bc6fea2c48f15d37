//! Values of tokens and one-time codes (platform.md §1.2, R37; self-service.md §1.2).

mod base62;

use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity_core::id::{DeviceId, TokenId};
use identity_core::port::{
    CodeKind, Entropy, MintedCode, MintedToken, PresentedDevice, PresentedToken, TokenMinter,
};
use identity_core::secret::{Digest, Secret};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use self::base62::{CHECKSUM_CHARS, checksum, push_random};
use crate::entropy;

const PREFIX: &str = "idt:";
const RANDOM_CHARS: usize = 32;
const SECRET_CHARS: usize = RANDOM_CHARS + CHECKSUM_CHARS;
/// `idt:`, an identifier of four groups, a colon and the secret.
const TOKEN_CHARS_MAX: usize = PREFIX.len() + "TKN-0000-0000-0000-0000".len() + 1 + SECRET_CHARS;
const CODE_BYTES: usize = 32;
const CODE_CHARS: usize = 43;

/// Makes and reads the values of tokens and one-time codes.
///
/// A token is `idt:TKN-NNNN-NNNN:`, or the same with a device, and 38 characters of base 62: 32 random ones (190 bits) and six of the CRC-32 over
/// everything between `idt:` and them. A code is the prefix of its kind and 256 random bits in URL-safe base64.
/// Reading allocates nothing.
pub struct Minter {
    entropy: Arc<dyn Entropy>,
}

impl Minter {
    /// A minter whose secrets come from `entropy`.
    pub fn new(entropy: Arc<dyn Entropy>) -> Self {
        Self { entropy }
    }
}

impl Minter {
    fn value_of(&self, id: impl Display) -> MintedToken {
        // With room for all of it from the start, no copy of the secret stays behind in abandoned memory.
        let mut value = String::with_capacity(TOKEN_CHARS_MAX);
        value.push_str(PREFIX);
        value.push_str(&id.to_string());
        value.push(':');
        push_random(&mut value, RANDOM_CHARS, &*self.entropy);
        let covered = value.strip_prefix(PREFIX).unwrap_or_default();
        let digits = checksum(covered.as_bytes());
        value.extend(digits.map(char::from));
        MintedToken { digest: digest(&value), value: Secret::new(value) }
    }
}

/// The identifier in a value whose form and checksum are right.
fn id_in<I: FromStr>(text: &str) -> Option<I> {
    if text.len() > TOKEN_CHARS_MAX {
        return None;
    }
    let body = text.strip_prefix(PREFIX)?;
    let (id, secret) = body.split_once(':')?;
    if secret.len() != SECRET_CHARS || !secret.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let id = id.parse().ok()?;
    let (covered, digits) = body.as_bytes().split_last_chunk()?;
    (checksum(covered) == *digits).then_some(id)
}

impl TokenMinter for Minter {
    fn token(&self, id: TokenId) -> MintedToken {
        self.value_of(id)
    }

    fn device_token(&self, id: DeviceId) -> MintedToken {
        self.value_of(id)
    }

    fn code(&self, kind: CodeKind) -> MintedCode {
        let bytes = Zeroizing::new(entropy::bytes::<CODE_BYTES>(&*self.entropy));
        let mut value = String::with_capacity(kind.prefix().len() + CODE_CHARS);
        value.push_str(kind.prefix());
        URL_SAFE_NO_PAD.encode_string(*bytes, &mut value);
        MintedCode { digest: digest(&value), value: Secret::new(value) }
    }

    fn read_token(&self, text: &str) -> Option<PresentedToken> {
        id_in(text).map(|id| PresentedToken { id, digest: digest(text) })
    }

    fn read_device_token(&self, text: &str) -> Option<PresentedDevice> {
        id_in(text).map(|id| PresentedDevice { id, digest: digest(text) })
    }

    fn read_code(&self, kind: CodeKind, text: &str) -> Option<Digest> {
        let code = text.strip_prefix(kind.prefix())?;
        if code.len() != CODE_CHARS {
            return None;
        }
        let mut bytes = Zeroizing::new([0; CODE_BYTES]);
        // Strict: no padding, no other alphabet, and the two bits beyond the 256 are zero, so a code has one text.
        let length = URL_SAFE_NO_PAD.decode_slice(code, bytes.as_mut_slice()).ok()?;
        (length == CODE_BYTES).then(|| digest(text))
    }
}

fn digest(text: &str) -> Digest {
    Digest(Sha256::digest(text).into())
}

#[cfg(test)]
mod tests;
