//! Identifiers of things that are nothing of ours, such as stores and tills (self-service.md §1.1).

use super::text::{BadText, clean, text_type};
use std::fmt;
use std::str::FromStr;

text_type! {
    /// `^[A-Za-z0-9_-]{1,64}$`
    Uid, |text: &str| {
        let is_known = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        if (1..=64).contains(&text.len()) && text.bytes().all(is_known) {
            Ok(())
        } else {
            Err(BadText::new("Must be 1 to 64 letters, digits, - and _."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uids_are_anchored() {
        for good in ["st_01", "A-b", &"x".repeat(64)] {
            assert!(good.parse::<Uid>().is_ok(), "{good}");
        }
        for bad in ["", "a b", "a/b", "é", "a\nb", &"x".repeat(65)] {
            assert!(bad.parse::<Uid>().is_err(), "{bad:?}");
        }
    }
}
