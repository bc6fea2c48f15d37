//! The code that links a device: twelve characters of Crockford's base 32, 60 random bits (self-service.md §1.2).

use std::time::Duration;

use crate::port::{Entropy, KeyedDigester};
use crate::secret::{Digest, Secret};

/// How long a code works.
pub const CODE_SPAN: Duration = Duration::from_secs(15 * 60);

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARS: usize = 12;
/// What hyphens can be put where; longer texts are refused unread.
const TEXT_MAX: usize = 2 * CHARS;

/// A code, in capitals and without hyphens.
#[derive(Clone)]
pub struct DeviceCode(Secret);

impl DeviceCode {
    /// A new code.
    pub(super) fn draw(entropy: &dyn Entropy) -> Self {
        let mut bits = entropy.next();
        let mut next = || {
            let digit = usize::try_from(bits % 32).unwrap_or(0);
            bits /= 32;
            ALPHABET.get(digit).map_or('0', |byte| char::from(*byte))
        };
        Self(Secret::new((0..CHARS).map(|_| next()).collect()))
    }

    /// Reads what somebody typed: hyphens and case count for nothing, and letters that look like digits are those, as
    /// Crockford has it.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > TEXT_MAX {
            return None;
        }
        let typed = text.bytes().filter(|byte| *byte != b'-').map(|byte| match byte.to_ascii_uppercase() {
            b'O' => b'0',
            b'I' | b'L' => b'1',
            byte => byte,
        });
        let read = |byte: u8| ALPHABET.contains(&byte).then(|| char::from(byte));
        let code: String = typed.map(read).collect::<Option<_>>()?;
        (code.len() == CHARS).then(|| Self(Secret::new(code)))
    }

    /// As it is shown: `XXXX-XXXX-XXXX`.
    pub fn shown(&self) -> Secret {
        let code = self.0.expose();
        let part = |at: usize| code.get(at..at + 4).unwrap_or_default();
        Secret::new(format!("{}-{}-{}", part(0), part(4), part(8)))
    }

    /// All that is stored of it; 60 bits could be searched through, so the digest is keyed (S-R4).
    pub fn digest(&self, digester: &dyn KeyedDigester) -> Digest {
        digester.digest(&[b"device-code", self.0.expose().as_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::fakes::{FakeDigester, SeededEntropy};

    fn digest(text: &str) -> Option<Digest> {
        DeviceCode::parse(text).map(|code| code.digest(&FakeDigester))
    }

    #[test]
    fn s_r42_a_code_is_read_however_it_is_typed() {
        let code = DeviceCode::draw(&SeededEntropy::new(3));
        let shown = code.shown();
        let shown = shown.expose();
        assert_eq!(shown.len(), 14);
        let bare = shown.replace('-', "");
        for typed in [shown.to_owned(), shown.to_lowercase(), bare.clone(), format!("-{bare}-")] {
            assert_eq!(digest(&typed), Some(code.digest(&FakeDigester)), "{typed}");
        }
        assert_eq!(digest("O1I-L00-0000-00"), digest("0111-0000-0000"));
    }

    #[test]
    fn s_r42_nothing_else_is_a_code() {
        let long = "-".repeat(13) + "000000000000";
        for text in [
            "",
            "0000-0000-000",
            "0000-0000-00000",
            "U000-0000-0000",
            "0000 0000 0000",
            "é00000000000",
            &long,
        ] {
            assert_eq!(digest(text), None, "{text}");
        }
    }
}
