//! E-mail addresses, kept in lower case (platform.md §3, shared types).

use std::fmt;
use std::str::FromStr;

use super::bound::Bounded as _;
use super::fold::fold;
use super::text::{BadText, check_length, clean};
use crate::id::MembershipId;

/// What internal addresses end in. RFC 2606 keeps `.invalid` for what shall never work.
const INTERNAL_DOMAIN: &str = "@users.invalid";

/// An e-mail address of at most 320 code points, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or(self.0.as_str(), |(local, _)| local)
    }

    /// The made-up address of a member who has none: nobody signs in by it, and nobody can send one like it.
    pub fn internal(membership: MembershipId) -> Self {
        Self(format!("{}{INTERNAL_DOMAIN}", membership.to_string().to_lowercase()))
    }

    /// Whether it is the made-up address of somebody who has none, which nobody writes to (S-R34).
    pub fn is_internal(&self) -> bool {
        self.0.ends_with(INTERNAL_DOMAIN)
    }

    /// Reads an address as a key: that of a person, or the made-up one of a member who has none (P-R32).
    pub fn key(text: &str) -> Option<Self> {
        let internal = || {
            let local = fold(text).strip_suffix(INTERNAL_DOMAIN)?.to_uppercase();
            Some(Self::internal(local.parse().ok()?))
        };
        text.parse().ok().or_else(internal)
    }

    /// Takes back what a store of ours wrote before.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for EmailAddress {
    type Err = BadText;

    fn from_str(text: &str) -> Result<Self, BadText> {
        let text = fold(&clean(text));
        check_length(&text, Self::CHARS_MAX)?;
        let well_formed = text.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && !domain.is_empty()
                && !domain.contains('@')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
                && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>(),;:\\\"[]".contains(c))
        });
        let well_formed = well_formed && !text.ends_with(INTERNAL_DOMAIN);
        if well_formed { Ok(Self(text)) } else { Err(BadText::new("Must be an e-mail address.")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_folded_and_form_is_checked() {
        let address: EmailAddress = " Mara.Lindqvist@Example.com ".parse().unwrap();
        assert_eq!(address.as_str(), "mara.lindqvist@example.com");
        assert_eq!(address.local_part(), "mara.lindqvist");
        for bad in ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: x", "<a@b>", "a@.b", "a@b."] {
            assert!(bad.parse::<EmailAddress>().is_err(), "{bad:?}");
        }
        assert!(format!("{}@example.com", "x".repeat(320)).parse::<EmailAddress>().is_err());
    }

    #[test]
    fn s_r34_internal_addresses_are_known_by_their_domain_and_sent_by_nobody() {
        let internal = EmailAddress::internal(MembershipId::new(482_100_347_719));
        assert_eq!(internal.as_str(), "ausr-4821-0034-7719@users.invalid");
        assert!(internal.is_internal());
        assert!("AUSR-4821-0034-7719@Users.Invalid".parse::<EmailAddress>().is_err());
        for real in ["a@users.invalid.example", "a@other-users.invalid", "users.invalid@example.com"] {
            assert!(!real.parse::<EmailAddress>().unwrap().is_internal(), "{real}");
        }
    }

    #[test]
    fn p_r32_internal_addresses_are_keys_in_any_case() {
        let key = |text: &str| EmailAddress::key(text).map(|address| address.to_string());
        let internal = "ausr-4821-0034-7719@users.invalid";
        assert_eq!(key("AUSR-4821-0034-7719@Users.Invalid").as_deref(), Some(internal));
        assert_eq!(key("Ana@Example.com").as_deref(), Some("ana@example.com"));
        for bad in ["", "ana", "x@users.invalid", "ausr-4821@users.invalid", "@users.invalid"] {
            assert_eq!(key(bad), None, "{bad}");
        }
    }
}
