//! Postal addresses: once one is given, all but the second line is required (platform.md §3).

use super::bound::Bounded as _;
use super::form::{Form, Member};
use super::text::{BadText, Text, check_length, clean, text_type};
use std::fmt;
use std::str::FromStr;

text_type! {
    /// An ISO 3166-1 alpha-2 country code.
    CountryCode, |text: &str| {
        check_length(text, CountryCode::CHARS_MAX)?;
        if text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()) {
            Ok(())
        } else {
            Err(BadText::new("Must be two capital letters."))
        }
    }
}

/// A complete postal address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// First line.
    pub line1: Text<250>,
    /// Second line.
    pub line2: Option<Text<250>>,
    /// Postal code.
    pub post_code: Text<20>,
    /// City.
    pub city: Text<200>,
    /// State or region.
    pub state: Text<200>,
    /// Country.
    pub country: CountryCode,
}

/// The members of an address as a client sent them.
#[derive(Debug, Clone, Default)]
pub struct AddressInput {
    /// `addressLine1`.
    pub line1: Member<String>,
    /// `addressLine2`.
    pub line2: Member<String>,
    /// `postCode`.
    pub post_code: Member<String>,
    /// `city`.
    pub city: Member<String>,
    /// `state`.
    pub state: Member<String>,
    /// `country`.
    pub country: Member<String>,
}

impl AddressInput {
    fn is_empty(&self) -> bool {
        [&self.line1, &self.line2, &self.post_code, &self.city, &self.state, &self.country]
            .iter()
            .all(|member| matches!(member, Member::Absent))
    }

    /// Merges into the stored address member by member; `{}` clears it.
    pub fn merge(member: &Member<Self>, stored: Option<&Address>, form: &mut Form) -> Option<Address> {
        match member {
            Member::Absent => stored.cloned(),
            Member::Null => None,
            Member::Bad(message) => {
                form.reject("address", message);
                None
            }
            Member::Value(input) if input.is_empty() => None,
            Member::Value(input) => input.complete(stored, form),
        }
    }

    /// Merges into the address of something that always has one; `None` means that a violation was noted.
    pub fn merge_required(
        member: &Member<Self>,
        stored: Option<&Address>,
        form: &mut Form,
    ) -> Option<Address> {
        match (member, stored) {
            (Member::Absent, Some(stored)) => Some(stored.clone()),
            (Member::Absent | Member::Null, _) => {
                form.reject("address", BadText::empty().0);
                None
            }
            (Member::Bad(message), _) => {
                form.reject("address", message);
                None
            }
            (Member::Value(input), _) => input.complete(stored, form),
        }
    }

    fn complete(&self, stored: Option<&Address>, form: &mut Form) -> Option<Address> {
        let line1 = form.required("address.addressLine1", &self.line1, stored.map(|a| &a.line1), str::parse);
        let line2 = form.optional(
            "address.addressLine2",
            &self.line2,
            stored.and_then(|a| a.line2.as_ref()),
            str::parse,
        );
        let post_code =
            form.required("address.postCode", &self.post_code, stored.map(|a| &a.post_code), str::parse);
        let city = form.required("address.city", &self.city, stored.map(|a| &a.city), str::parse);
        let state = form.required("address.state", &self.state, stored.map(|a| &a.state), str::parse);
        let country = form.required("address.country", &self.country, stored.map(|a| &a.country), str::parse);
        Some(Address {
            line1: line1?,
            line2,
            post_code: post_code?,
            city: city?,
            state: state?,
            country: country?,
        })
    }
}
