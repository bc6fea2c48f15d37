//! Identifiers: integers inside, prefixed groups of four digits at the edge (platform.md §1.4).

use std::fmt;
use std::str::FromStr;

/// A text that is no identifier of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of this kind")]
pub struct MalformedId;

/// The shape of one kind of identifier: its prefix and how many groups of four digits it has at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdShape {
    /// The letters before the first hyphen.
    pub prefix: &'static str,
    /// Groups of four digits an ordinary identifier of this kind has.
    pub groups_min: u32,
}

impl IdShape {
    /// Groups of four digits that an identifier has at most: sixteen digits fit a signed 64-bit integer.
    pub const GROUPS_MAX: u32 = 4;

    /// How many numbers an identifier of `groups` groups can tell apart.
    pub const fn space(groups: u32) -> u64 {
        10_u64.pow(4 * groups)
    }

    /// Reads `text`; one number has exactly one text, so wider forms never start with `0000`.
    ///
    /// # Errors
    /// [`MalformedId`] for another prefix, another number of groups, anything but digits, and all zeros.
    pub fn parse(self, text: &str) -> Result<u64, MalformedId> {
        let digits =
            text.strip_prefix(self.prefix).and_then(|rest| rest.strip_prefix('-')).ok_or(MalformedId)?;
        let mut number = 0_u64;
        let mut groups = 0_u32;
        for group in digits.split('-') {
            groups += 1;
            if groups > Self::GROUPS_MAX || group.len() != 4 || !group.bytes().all(|b| b.is_ascii_digit()) {
                return Err(MalformedId);
            }
            number = number * 10_000 + group.parse::<u64>().map_err(|_| MalformedId)?;
        }
        let canonical = groups >= self.groups_min && number != 0 && self.groups_of(number) == groups;
        if canonical { Ok(number) } else { Err(MalformedId) }
    }

    /// How many groups the canonical text of `number` has.
    pub fn groups_of(self, number: u64) -> u32 {
        let mut groups = self.groups_min;
        while groups < Self::GROUPS_MAX && number >= Self::space(groups) {
            groups += 1;
        }
        groups
    }

    /// The canonical text of `number`.
    pub fn text(self, number: u64) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(number, &mut text);
        text
    }

    /// Writes the canonical text of `number`.
    pub fn write(self, number: u64, out: &mut impl fmt::Write) -> fmt::Result {
        out.write_str(self.prefix)?;
        for group in (0..self.groups_of(number)).rev() {
            write!(out, "-{:04}", number / Self::space(group) % 10_000)?;
        }
        Ok(())
    }
}

/// What every identifier type can do; the stores and the generator are generic over it.
pub trait Id: Copy + Eq + Ord + std::hash::Hash + fmt::Display + fmt::Debug + Send + Sync + 'static {
    /// Prefix and least number of groups.
    const SHAPE: IdShape;
    /// Wraps a number that is known to be in range, such as one read from a store.
    fn from_number(number: u64) -> Self;
    /// The number inside.
    fn number(self) -> u64;
}

macro_rules! id_types {
    ($($(#[$doc:meta])* $name:ident, $prefix:literal, $groups:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl Id for $name {
            const SHAPE: IdShape = IdShape { prefix: $prefix, groups_min: $groups };
            fn from_number(number: u64) -> Self { Self(number) }
            fn number(self) -> u64 { self.0 }
        }

        impl $name {
            /// Wraps a number; for constants and fixtures.
            pub const fn new(number: u64) -> Self { Self(number) }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { Self::SHAPE.write(self.0, f) }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { Self::SHAPE.write(self.0, f) }
        }

        impl FromStr for $name {
            type Err = MalformedId;
            fn from_str(text: &str) -> Result<Self, MalformedId> { Self::SHAPE.parse(text).map(Self) }
        }
    )*};
}

id_types! {
    /// Identifies an account.
    AccountId, "ACC", 2;
    /// Identifies a person.
    UserId, "USR", 2;
    /// Identifies a membership.
    MembershipId, "AUSR", 3;
    /// Identifies a group.
    GroupId, "UGR", 2;
    /// Identifies a module.
    ModuleId, "MOD", 1;
    /// Identifies an API token.
    TokenId, "TKN", 2;
    /// Identifies a buyer.
    BuyerId, "BUY", 2;
    /// Identifies a seller; a stored reference, nothing of ours (R47).
    SellerId, "SEL", 2;
    /// Identifies an audit record.
    AuditId, "AUD", 4;
    /// Identifies a session.
    SessionId, "SES", 3;
    /// Identifies a device.
    DeviceId, "DEV", 2;
    /// Identifies a member's access to one store of the account.
    StoreAccessId, "SAC", 3;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_and_number_agree() {
        assert_eq!(TokenId::new(41_347_330).to_string(), "TKN-4134-7330");
        assert_eq!("TKN-0012-0034".parse(), Ok(TokenId::new(120_034)));
        assert_eq!("MOD-1756-1452".parse(), Ok(ModuleId::new(17_561_452)));
        assert_eq!("AUSR-0001-0002-0003".parse(), Ok(MembershipId::new(100_020_003)));
    }

    #[test]
    fn one_number_has_one_text() {
        for text in [
            "ACC-0000-0000",
            "ACC-0000-0001-0002",
            "ACC-1671",
            "ACC-1671-064",
            "acc-1671-0642",
            "ACC-1671-0642-",
            "ACC1671-0642",
            "ACC-1671-+642",
            "ACC-1-2-3-4-5",
            "ACC-1111-1111-1111-1111-1111",
            "USR-1671-0642",
            "",
            "ACC-",
            "ACC-１６７１-0642",
        ] {
            assert_eq!(text.parse::<AccountId>(), Err(MalformedId), "{text}");
        }
    }

    proptest! {
        #[test]
        fn print_then_parse_is_identity(number in 1..IdShape::space(4)) {
            prop_assert_eq!(AccountId::new(number).to_string().parse(), Ok(AccountId::new(number)));
            prop_assert_eq!(ModuleId::new(number).to_string().parse(), Ok(ModuleId::new(number)));
            prop_assert_eq!(AuditId::new(number).to_string().parse(), Ok(AuditId::new(number)));
        }
    }
}
