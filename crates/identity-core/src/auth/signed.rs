//! Signed requests as they were presented: read by their form, before storage is asked (provisioning.md F1).

use crate::api_token::HmacScope;
use crate::id::TokenId;
use crate::secret::Digest;
use crate::timestamp::Timestamp;

/// The header that a key is named in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyHeader {
    /// `x-logtrust-apikey`: of either scope.
    Any,
    /// `x-logtrust-domain-apikey`, `x-logtrust-reseller-apikey`: of that scope.
    Of(HmacScope),
}

impl KeyHeader {
    /// Whether a key of that scope may be named in it.
    pub fn fits(self, scope: HmacScope) -> bool {
        match self {
            Self::Any => true,
            Self::Of(wanted) => wanted == scope,
        }
    }
}

/// What the headers of a signed request say, of the right form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature<'r> {
    /// Where the key was named.
    pub header: KeyHeader,
    /// The name of the key, which may be nobody's.
    pub key: &'r str,
    /// The timestamp as it was signed.
    pub timestamp: &'r str,
    at: Timestamp,
    /// The signature.
    pub sign: Digest,
}

/// Milliseconds in the years from 2001 to 2286.
const TIMESTAMP_DIGITS: usize = 13;
/// How far the clock of the sender may be off, either way.
const APART_MS_MAX: u64 = 300_000;

impl<'r> Signature<'r> {
    /// Reads a timestamp of 13 digits and a signature of 64 hexadecimal digits in lower case.
    pub fn read(header: KeyHeader, key: &'r str, timestamp: &'r str, sign: &str) -> Option<Self> {
        let is_timestamp =
            timestamp.len() == TIMESTAMP_DIGITS && timestamp.bytes().all(|b| b.is_ascii_digit());
        let at = Timestamp::from_millis(timestamp.parse().ok().filter(|_| is_timestamp)?);
        Some(Self { header, key, timestamp, at, sign: Digest(hex(sign)?) })
    }

    /// Whether it was made about now.
    pub fn is_timely(&self, now: Timestamp) -> bool {
        now.millis().abs_diff(self.at.millis()) <= APART_MS_MAX
    }

    /// The key, if the name can be one's.
    pub fn key_id(&self) -> Option<TokenId> {
        self.key.parse().ok()
    }
}

fn hex(text: &str) -> Option<[u8; 32]> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let mut bytes = [0; 32];
    if pairs.len() != bytes.len() || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

/// A signed request, whole.
#[derive(Debug, Clone, Copy)]
pub struct SignedRequest<'r> {
    /// What its headers say.
    pub signature: Signature<'r>,
    /// The bytes of its body as they were received.
    pub body: &'r [u8],
    /// Whether it may change something.
    pub is_write: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMESTAMP: &str = "1700000000000";

    fn read<'r>(timestamp: &'r str, sign: &str) -> Option<Signature<'r>> {
        Signature::read(KeyHeader::Any, "demoKey", timestamp, sign)
    }

    #[test]
    fn p_r1_headers_have_one_form() {
        let sign = "0123456789abcdef".repeat(4);
        let signature = read(TIMESTAMP, &sign).unwrap();
        assert_eq!(signature.sign.0[..8], [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]);
        assert_eq!(signature.key_id(), None);
        for bad in [
            "",
            "170000000000",
            "17000000000000",
            "+170000000000",
            "170000000000x",
            " 170000000000",
            "１700000000",
        ] {
            assert_eq!(read(bad, &sign), None, "{bad}");
        }
        for bad in [
            &sign[1..],
            &format!("{sign}0"),
            &format!("{sign}00"),
            &sign.to_uppercase(),
            "",
            &"zz".repeat(32),
        ] {
            assert_eq!(read(TIMESTAMP, bad), None, "{bad}");
        }
    }

    #[test]
    fn p_r1_clocks_are_five_minutes_apart_at_most() {
        let signature = read(TIMESTAMP, &"00".repeat(32)).unwrap();
        let timely = |off: i64| signature.is_timely(Timestamp::from_millis(1_700_000_000_000 + off));
        assert_eq!([-300_001, -300_000, 0, 300_000, 300_001].map(timely), [false, true, true, true, false]);
    }

    #[test]
    fn headers_of_one_scope_take_no_other() {
        for scope in HmacScope::ALL {
            let fitting = HmacScope::ALL.map(|wanted| KeyHeader::Of(wanted).fits(scope));
            assert_eq!(fitting, HmacScope::ALL.map(|wanted| wanted == scope));
            assert!(KeyHeader::Any.fits(scope));
        }
    }
}
