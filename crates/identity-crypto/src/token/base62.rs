//! Base 62 with the alphabet `0-9A-Za-z`: random characters and checksums (platform.md §1.2).

use identity_core::port::Entropy;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Characters of a checksum: 62⁶ is above 2³².
pub(super) const CHECKSUM_CHARS: usize = 6;

/// Appends `count` random characters, each of the 62 as likely as any other.
pub(super) fn push_random(text: &mut String, count: usize, entropy: &dyn Entropy) {
    let mut missing = count;
    while missing > 0 {
        // A draw holds ten numbers of six bits. Of their 64 values two have no character and are passed over, which
        // keeps the others equally likely.
        let draw = entropy.next();
        let characters = (0..10).filter_map(|place| ALPHABET.get((draw >> (6 * place) & 63) as usize));
        for character in characters.take(missing) {
            text.push(char::from(*character));
            missing -= 1;
        }
    }
}

/// The CRC-32 (IEEE) of `covered` in six digits, the highest first.
pub(super) fn checksum(covered: &[u8]) -> [u8; CHECKSUM_CHARS] {
    let mut rest = crc32fast::hash(covered);
    let mut digits = [b'0'; CHECKSUM_CHARS];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET.get((rest % 62) as usize).copied().unwrap_or_default();
        rest /= 62;
    }
    digits
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;
    use crate::OsEntropy;

    #[test]
    fn the_checksum_is_crc_32_ieee() {
        // The check value of the CRC catalogue, 0xCBF43926, in base 62.
        assert_eq!(crc32fast::hash(b"123456789"), 0xcbf4_3926);
        assert_eq!(&checksum(b"123456789"), b"3jZRME");
        assert_eq!(&checksum(b""), b"000000");
    }

    #[test]
    fn numbers_without_a_character_are_passed_over() {
        struct Counting(AtomicU64);
        impl Entropy for Counting {
            // Six bits each: 62, 63, 0, 61, and zeros.
            fn next(&self) -> u64 {
                self.0.fetch_add(1, Ordering::Relaxed);
                62 + (63 << 6) + (61 << 18)
            }
        }
        let entropy = Counting(AtomicU64::new(0));
        let mut text = String::new();
        push_random(&mut text, 12, &entropy);
        assert_eq!(text, "0z0000000z00");
        assert_eq!(entropy.0.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn all_characters_are_about_equally_likely() {
        let mut text = String::new();
        push_random(&mut text, 62 * 1000, &OsEntropy::new().unwrap());
        assert_eq!(text.len(), 62 * 1000);
        for character in ALPHABET {
            let count = text.bytes().filter(|byte| byte == character).count();
            // 1000 expected, standard deviation 31: eight of them miss once in 10¹³ runs.
            assert!((750..1250).contains(&count), "{}: {count}", char::from(*character));
        }
    }
}
