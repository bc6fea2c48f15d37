//! Recovery codes: ten of 80 random bits, each good once. Fewer bits than a plain digest would need, so what is stored
//! is a digest under the master key.

use crate::id::UserId;
use crate::port::{Entropy, KeyedDigester};
use crate::secret::{Digest, Secret};

/// How many a person is given.
pub(super) const CODES: usize = 10;
/// Crockford's base 32: no two characters look alike.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const CHARS: usize = 16;
const CHARS_PER_DRAW: usize = 8;
const CHARS_PER_GROUP: usize = 4;

/// A new code, as it is shown: four groups of four characters.
pub(super) fn draw(entropy: &dyn Entropy) -> Secret {
    let mut text = String::with_capacity(CHARS + CHARS / CHARS_PER_GROUP);
    let mut bits = 0;
    for place in 0..CHARS {
        if place % CHARS_PER_DRAW == 0 {
            bits = entropy.next();
        }
        if place > 0 && place % CHARS_PER_GROUP == 0 {
            text.push('-');
        }
        let index = usize::try_from(bits & 31).unwrap_or(0);
        text.extend(ALPHABET.get(index).copied().map(char::from));
        bits >>= 5;
    }
    Secret::new(text)
}

/// What is stored of a code as people type it: hyphens and case are ignored, and characters that look alike are one.
/// `None` for what is no code.
pub(super) fn read(digester: &dyn KeyedDigester, user: UserId, text: &str) -> Option<Digest> {
    let meant = |c: char| match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    };
    let plain: String = text.chars().filter(|c| *c != '-').map(meant).collect();
    let plain = Secret::new(plain);
    let bytes = plain.expose().as_bytes();
    let is_code = bytes.len() == CHARS && bytes.iter().all(|byte| ALPHABET.contains(byte));
    is_code.then(|| digester.digest(&[b"recovery-code", user.to_string().as_bytes(), bytes]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::fakes::{FakeDigester, SeededEntropy};

    #[test]
    fn s_r11_a_code_is_read_as_people_type_it_and_belongs_to_one_person() {
        let code = draw(&SeededEntropy::new(1));
        let text = code.expose();
        assert_eq!((text.len(), text.split('-').count()), (19, 4), "{text}");
        let by = |user, text: &str| read(&FakeDigester, UserId::new(user), text);
        let digest = by(1, text).unwrap();
        assert_eq!(by(1, &text.replace('-', "").to_uppercase()), Some(digest));
        assert_eq!(by(1, &text.replace('0', "O").replace('1', "l")), Some(digest));
        assert_ne!(by(2, text), Some(digest));
        assert_ne!(by(1, draw(&SeededEntropy::new(2)).expose()), Some(digest));
        for bad in ["", "----", "123456", &text[1..], &format!("{text}0"), &text.replacen(&text[..1], "u", 1)]
        {
            assert_eq!(by(1, bad), None, "{bad}");
        }
    }
}
