//! Slugs: the names that accounts have in the Provisioning API (provisioning.md §1.2).

use std::fmt;
use std::str::FromStr;

use super::text::{BadText, clean};

/// `[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?`, never of the form `acc-dddd-dddd`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountSlug(String);

impl AccountSlug {
    /// Characters at most.
    pub const CHARS_MAX: usize = 63;

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes back what a store of ours wrote before.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for AccountSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn looks_like_an_id(text: &str) -> bool {
    let is_group = |g: &str| g.len() == 4 && g.bytes().all(|b| b.is_ascii_digit());
    text.strip_prefix("acc-").is_some_and(|rest| rest.split('-').all(is_group))
}

impl FromStr for AccountSlug {
    type Err = BadText;

    fn from_str(text: &str) -> Result<Self, BadText> {
        let text = clean(text).to_lowercase();
        let is_edge = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let inner_ok = text.bytes().all(|b| is_edge(b) || b == b'_' || b == b'-');
        let edges_ok = text.bytes().next().is_some_and(is_edge) && text.bytes().last().is_some_and(is_edge);
        if inner_ok && edges_ok && text.len() <= Self::CHARS_MAX && !looks_like_an_id(&text) {
            Ok(Self(text))
        } else {
            Err(BadText::new("Must be 1 to 63 lower-case letters, digits, - and _."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_anchored_and_never_ids() {
        assert_eq!("Harbour-Lane".parse::<AccountSlug>().unwrap().as_str(), "harbour-lane");
        for bad in ["", "-a", "a-", "a b", "a@b", "acc-1671-0642", "é", &"x".repeat(64)] {
            assert!(bad.parse::<AccountSlug>().is_err(), "{bad}");
        }
    }
}
