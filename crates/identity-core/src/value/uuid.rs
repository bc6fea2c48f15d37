//! Identifiers of other systems that are UUIDs.

use std::fmt;
use std::str::FromStr;

use super::text::BadText;

/// A UUID in its usual form, in lower case (RFC 9562 §4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uuid(String);

/// How many digits stand between the hyphens.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

impl Uuid {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes back what a store of ours wrote before.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Uuid {
    type Err = BadText;

    fn from_str(text: &str) -> Result<Self, BadText> {
        let groups = text.split('-').map(str::len);
        let is_digit = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
        if groups.eq(GROUPS) && text.bytes().all(is_digit) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(BadText::new("Must be a UUID."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_uuid_has_one_text() {
        let text = "0192A716-3048-7521-8aBC-0123456789ef";
        assert_eq!(text.parse::<Uuid>().unwrap().as_str(), "0192a716-3048-7521-8abc-0123456789ef");
        for bad in
            ["", "0192a716", "0192a71630487521 8abc0123456789ef", "g192a716-3048-7521-8abc-0123456789ef"]
        {
            assert!(bad.parse::<Uuid>().is_err(), "{bad}");
        }
    }
}
