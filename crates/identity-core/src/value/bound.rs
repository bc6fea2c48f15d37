//! How long the text types may be, for those who describe them to clients.

use super::address::CountryCode;
use super::email::EmailAddress;
use super::text::{LanguageTag, LocalPath, Prose, Text, TokenName, WebAddress};

/// A text of bounded length.
pub trait Bounded {
    /// The most code points it has.
    const CHARS_MAX: usize;
}

impl<const MAX: usize> Bounded for Text<MAX> {
    const CHARS_MAX: usize = MAX;
}

impl<const MAX: usize> Bounded for Prose<MAX> {
    const CHARS_MAX: usize = MAX;
}

impl Bounded for TokenName {
    const CHARS_MAX: usize = 200;
}

impl Bounded for LanguageTag {
    const CHARS_MAX: usize = 35;
}

impl Bounded for WebAddress {
    const CHARS_MAX: usize = 2000;
}

impl Bounded for LocalPath {
    const CHARS_MAX: usize = 2000;
}

impl Bounded for EmailAddress {
    const CHARS_MAX: usize = 320;
}

impl Bounded for CountryCode {
    const CHARS_MAX: usize = 2;
}

impl<T: Bounded> Bounded for Option<T> {
    const CHARS_MAX: usize = T::CHARS_MAX;
}
