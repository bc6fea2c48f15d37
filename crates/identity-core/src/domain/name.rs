//! Names of accounts in the Provisioning API (provisioning.md §1.2).

use crate::id::AccountId;
use crate::value::AccountSlug;

/// What an account is called in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DomainName {
    /// `ACC-…`
    Id(AccountId),
    /// A slug alone: an account without parent, or the short name of a child account.
    Slug(AccountSlug),
    /// `slug@parentSlug`: the full name of a child account.
    Full(AccountSlug, AccountSlug),
}

impl DomainName {
    /// Reads a name; nothing that is malformed names anything.
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(id) = text.parse() {
            return Some(Self::Id(id));
        }
        // Slugs are cleaned when they are typed in as values; in a name a blank is no part of it.
        if text.contains(char::is_whitespace) {
            return None;
        }
        match text.split_once('@') {
            Some((slug, parent)) => Some(Self::Full(slug.parse().ok()?, parent.parse().ok()?)),
            None => Some(Self::Slug(text.parse().ok()?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ids_slugs_or_both_slugs() {
        let slug = |text: &str| text.parse::<AccountSlug>().unwrap();
        assert_eq!(DomainName::parse("Acme"), Some(DomainName::Slug(slug("acme"))));
        assert_eq!(DomainName::parse("acme@MSP"), Some(DomainName::Full(slug("acme"), slug("msp"))));
        let id: AccountId = "ACC-1671-0642".parse().unwrap();
        assert_eq!(DomainName::parse("ACC-1671-0642"), Some(DomainName::Id(id)));
        for bad in ["", "@", "a@", "@b", "a@b@c", " a", "a b", "acc-1671-0642"] {
            assert_eq!(DomainName::parse(bad), None, "{bad}");
        }
    }
}
