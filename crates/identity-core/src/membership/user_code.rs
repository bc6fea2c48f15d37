//! User codes: what members sign in with at a device (S-R33).

use std::fmt;
use std::str::FromStr;

use crate::id::{Id as _, IdShape, MembershipId};
use crate::value::BadText;

/// `^[a-z0-9._-]{1,32}$`, read in any case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserCode(String);

/// The digits of one group of an identifier.
const GROUP: usize = 4;

impl UserCode {
    /// The code that a membership has as long as nobody gives it another: `u` and the digits of its identifier. No
    /// index has to hold it, because it names the only membership that may have it.
    pub fn default_of(membership: MembershipId) -> Self {
        let groups = MembershipId::SHAPE.groups_of(membership.number());
        let digits = usize::try_from(groups).unwrap_or_default() * GROUP;
        Self(format!("u{:0digits$}", membership.number()))
    }

    /// The membership whose default this is, if it has the form of one.
    pub fn owner_by_default(&self) -> Option<MembershipId> {
        let digits = self.0.strip_prefix('u').filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
        let number: u64 = digits.parse().ok()?;
        let is_id = number != 0 && number < IdShape::space(IdShape::GROUPS_MAX);
        Some(MembershipId::new(number)).filter(|id| is_id && Self::default_of(*id) == *self)
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes back what a store of ours wrote before.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for UserCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for UserCode {
    type Err = BadText;

    fn from_str(text: &str) -> Result<Self, BadText> {
        let code = text.trim().to_ascii_lowercase();
        let is_known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
        if (1..=32).contains(&code.len()) && code.bytes().all(is_known) {
            Ok(Self(code))
        } else {
            Err(BadText("Must be 1 to 32 letters, digits and . _ - only.".into()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> UserCode {
        text.parse().unwrap()
    }

    #[test]
    fn s_r33_codes_are_lower_cased_and_anchored() {
        assert_eq!(code(" Kari.N_1-2 ").as_str(), "kari.n_1-2");
        for bad in ["", " ", "a b", "a@b", "é", "k\u{212A}", "a\nb", &"x".repeat(33)] {
            assert!(bad.parse::<UserCode>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn s_r33_the_default_is_made_of_all_digits_of_the_identifier() {
        assert_eq!(UserCode::default_of(MembershipId::new(482_100_347_719)).as_str(), "u482100347719");
        assert_eq!(UserCode::default_of(MembershipId::new(7)).as_str(), "u000000000007");
        let wide = MembershipId::new(1_234_567_890_123);
        assert_eq!(UserCode::default_of(wide).as_str(), "u0001234567890123");
    }

    #[test]
    fn s_r33_what_only_looks_like_a_default_is_none() {
        for other in
            ["u", "u1", "u00000000000", "u000000000000", "u0000000000000007", "v000000000007", "kari"]
        {
            assert_eq!(code(other).owner_by_default(), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn s_r33_a_default_names_its_owner(number in 1..IdShape::space(4)) {
            let id = MembershipId::new(number);
            let code = UserCode::default_of(id);
            prop_assert_eq!(code.owner_by_default(), Some(id));
            prop_assert_eq!(code.as_str().parse(), Ok(code));
        }
    }
}
