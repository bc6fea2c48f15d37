//! Phone numbers: a prefix and a number (platform.md §3, shared types).

use std::fmt;
use std::str::FromStr;

use super::form::{Form, Member};
use super::text::{BadText, Text, clean, text_type};

/// A phone number; at least one of its parts is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phone {
    /// Country prefix, at most 10 characters.
    pub prefix: Option<Text<10>>,
    /// Number, at most 15 characters.
    pub number: Option<Text<15>>,
}

/// The members of a phone number as a client sent them.
#[derive(Debug, Clone, Default)]
pub struct PhoneInput {
    /// `prefix`.
    pub prefix: Member<String>,
    /// `number`.
    pub number: Member<String>,
}

impl PhoneInput {
    /// Merges into the stored number member by member; `None` when nothing is left.
    pub fn merge(
        member: &Member<Self>,
        path: &str,
        stored: Option<&Phone>,
        form: &mut Form,
    ) -> Option<Phone> {
        let input = match member {
            Member::Absent => return stored.cloned(),
            Member::Null => return None,
            Member::Bad(message) => {
                form.reject(path, message);
                return None;
            }
            Member::Value(input) => input,
        };
        let phone = Phone {
            prefix: form.optional(
                &format!("{path}.prefix"),
                &input.prefix,
                stored.and_then(|p| p.prefix.as_ref()),
                phone_part,
            ),
            number: form.optional(
                &format!("{path}.number"),
                &input.number,
                stored.and_then(|p| p.number.as_ref()),
                phone_part,
            ),
        };
        (phone != Phone::default()).then_some(phone)
    }
}

fn phone_part<const MAX: usize>(text: &str) -> Result<Text<MAX>, BadText> {
    let part: Text<MAX> = text.parse()?;
    if part.as_str().chars().all(|c| c.is_ascii_digit() || "+ ()-".contains(c)) {
        Ok(part)
    } else {
        Err(BadText::new("Must consist of digits, spaces and + ( ) - only."))
    }
}

text_type! {
    /// A phone number in one piece: `^\+?[0-9 ()-]{4,32}$` (self-service.md §1.1).
    PhoneNumber, |text: &str| {
        let number = text.strip_prefix('+').unwrap_or(text);
        let is_known = |c: char| c.is_ascii_digit() || " ()-".contains(c);
        if (4..=32).contains(&number.len()) && number.chars().all(is_known) {
            Ok(())
        } else {
            Err(BadText::new("Must be 4 to 32 digits, spaces and ( ) - only, with + in front if need be."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_one_piece_are_anchored() {
        for good in ["+47 900 00 000", "1234", "(0) 21-000", &"1".repeat(32)] {
            assert!(good.parse::<PhoneNumber>().is_ok(), "{good}");
        }
        for bad in ["", "123", "+", "+123", "++1234", "12a4", "1234\n5", &"1".repeat(33)] {
            assert!(bad.parse::<PhoneNumber>().is_err(), "{bad:?}");
        }
    }
}
