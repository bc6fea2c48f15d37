//! Bounded texts: NFC, trimmed, without control characters, lengths in code points (platform.md §1.3).

use std::fmt;
use std::str::FromStr;

use super::bound::Bounded as _;
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// Why a text is not a value of the type asked for; the message is meant for the client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadText(pub String);

impl BadText {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    pub(crate) fn empty() -> Self {
        Self::new("Must not be empty.")
    }
}

/// NFC and no outer spaces.
pub(crate) fn clean(text: &str) -> String {
    let trimmed = text.trim();
    if is_nfc(trimmed) { trimmed.to_owned() } else { trimmed.nfc().collect() }
}

pub(crate) fn check_length(text: &str, chars_max: usize) -> Result<(), BadText> {
    if text.is_empty() {
        Err(BadText::empty())
    } else if text.chars().count() > chars_max {
        Err(BadText::new(format!("Must be at most {chars_max} characters long.")))
    } else {
        Ok(())
    }
}

fn check_controls(text: &str, is_allowed: fn(char) -> bool) -> Result<(), BadText> {
    if text.chars().any(|c| c.is_control() && !is_allowed(c)) {
        return Err(BadText::new("Must not contain control characters."));
    }
    Ok(())
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident $(<const $max:ident>)?, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name $(<const $max: usize>)? (String);

        impl $(<const $max: usize>)? $name $(<$max>)? {
            /// The text.
            pub fn as_str(&self) -> &str { &self.0 }
            /// Takes back what a store of ours wrote before.
            pub fn from_stored(text: String) -> Self { Self(text) }
            /// The text, owned.
            pub fn into_string(self) -> String { self.0 }
        }

        impl $(<const $max: usize>)? fmt::Display for $name $(<$max>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }

        impl $(<const $max: usize>)? FromStr for $name $(<$max>)? {
            type Err = BadText;
            fn from_str(text: &str) -> Result<Self, BadText> {
                let text = clean(text);
                ($check)(text.as_str())?;
                Ok(Self(text))
            }
        }
    };
}
pub(crate) use text_type;

text_type! {
    /// One line of 1 to `MAX` code points.
    Text<const MAX>, |text: &str| {
        check_length(text, MAX)?;
        check_controls(text, |_| false)
    }
}

text_type! {
    /// 1 to `MAX` code points in which line breaks are allowed.
    Prose<const MAX>, |text: &str| {
        check_length(text, MAX)?;
        check_controls(text, |c| c == '\n' || c == '\r')
    }
}

text_type! {
    /// The name of an API token: letters, digits, space and `- . ' "` (platform.md §3.6).
    TokenName, |text: &str| {
        check_length(text, TokenName::CHARS_MAX)?;
        if text.chars().all(|c| c.is_alphanumeric() || " -.'\"".contains(c)) {
            Ok(())
        } else {
            Err(BadText::new("Must consist of letters, digits, spaces and - . ' \" only."))
        }
    }
}

text_type! {
    /// A BCP 47 language tag of at most 35 characters; only its outer form is checked.
    LanguageTag, |text: &str| {
        check_length(text, LanguageTag::CHARS_MAX)?;
        let is_subtag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        let language_ok = text.split('-').next().is_some_and(|l| l.len() >= 2 && l.bytes().all(|b| b.is_ascii_alphabetic()));
        if language_ok && text.split('-').all(is_subtag) {
            Ok(())
        } else {
            Err(BadText::new("Must be a language tag such as en-GB."))
        }
    }
}

text_type! {
    /// A language by two lower-case letters (self-service.md §1.1).
    LanguageCode, |text: &str| {
        if text.len() == 2 && text.bytes().all(|b| b.is_ascii_lowercase()) {
            Ok(())
        } else {
            Err(BadText::new("Must be two lower-case letters."))
        }
    }
}

text_type! {
    /// An http(s) URL or a host name of at most 2000 characters; never fetched.
    WebAddress, |text: &str| {
        check_length(text, WebAddress::CHARS_MAX)?;
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (name, port) = host.split_once(':').unwrap_or((host, "80"));
        let host_ok = name.chars().all(|c| c.is_alphanumeric() || "-._".contains(c))
            && name.chars().next().is_some_and(char::is_alphanumeric)
            && (1..=5).contains(&port.len())
            && port.bytes().all(|b| b.is_ascii_digit());
        if host_ok && !text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            Ok(())
        } else {
            Err(BadText::new("Must be an http or https address or a host name."))
        }
    }
}

text_type! {
    /// An `https://` URL or a path with one leading `/`; never fetched (platform.md §1.5).
    LocalPath, |text: &str| {
        check_length(text, LocalPath::CHARS_MAX)?;
        let local = text.starts_with('/') && !text.starts_with("//") && !text.starts_with("/\\");
        let remote = text.strip_prefix("https://").is_some_and(|rest| !rest.is_empty());
        if (local || remote) && !text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            Ok(())
        } else {
            Err(BadText::new("Must be an https address or a path."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cleaned_and_bounded() {
        assert_eq!("  e\u{301}te ".parse::<Text<3>>().unwrap().as_str(), "éte");
        assert!("".parse::<Text<3>>().is_err());
        assert!("abcd".parse::<Text<3>>().is_err());
        assert!("a\nb".parse::<Text<3>>().is_err());
        assert!("a\nb".parse::<Prose<3>>().is_ok());
        assert!("a\0b".parse::<Prose<3>>().is_err());
    }

    #[test]
    fn forms_of_special_texts() {
        assert!("Nightly export".parse::<TokenName>().is_ok());
        assert!("a/b".parse::<TokenName>().is_err());
        for good in ["en", "en-GB", "zh-Hant-TW"] {
            assert!(good.parse::<LanguageTag>().is_ok(), "{good}");
        }
        for bad in ["e", "en_GB", "en-", "12"] {
            assert!(bad.parse::<LanguageTag>().is_err(), "{bad}");
        }
        assert!("nb".parse::<LanguageCode>().is_ok());
        for bad in ["", "n", "nor", "NB", "n1", "éé"] {
            assert!(bad.parse::<LanguageCode>().is_err(), "{bad}");
        }
        for good in ["https://example.com/a?b", "example.com", "http://example.com:80"] {
            assert!(good.parse::<WebAddress>().is_ok(), "{good}");
        }
        for bad in ["javascript:alert(1)", "javascript:x", "ftp://x", "x:", "https://", "a b", "//x"] {
            assert!(bad.parse::<WebAddress>().is_err(), "{bad}");
        }
        for bad in ["//evil", "/\\evil", "http://x", "https://", "x"] {
            assert!(bad.parse::<LocalPath>().is_err(), "{bad}");
        }
        assert!("/logo.png".parse::<LocalPath>().is_ok());
    }
}
