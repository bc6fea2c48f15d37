//! Paths of properties.

use std::fmt;

use crate::decode::plain;
use crate::error::Error;
use crate::message;

/// Names joined by dots, as written. Names are case-insensitive for the consumer; equality of paths
/// is equality of what was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path(String);

impl Path {
    /// Reads dotted names; `None` unless each is a letter followed by letters, digits, `_` and `-`.
    pub fn parse(text: &str) -> Option<Self> {
        text.split('.').all(is_name).then(|| Self(text.to_owned()))
    }

    /// The path as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names, outermost first; there is at least one.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.0.split('.')
    }

    /// Reads decoded text that has to be a path.
    pub(crate) fn expect(decoded: &str) -> Result<Self, Error> {
        if decoded.is_empty() {
            return Err(Error::query(message::EXPRESSION_EXPECTED));
        }
        Self::parse(decoded).ok_or_else(|| Error::at(plain(decoded), message::INVALID_PATH))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_as_written() {
        let path = Path::parse("Audit.created_2.by-x").unwrap();
        assert_eq!(path.segments().collect::<Vec<_>>(), ["Audit", "created_2", "by-x"]);
        assert_eq!(path.to_string(), "Audit.created_2.by-x");
    }

    #[test]
    fn anything_else_is_no_path() {
        for text in ["", ".", "a.", ".a", "a..b", "1a", "_a", "-a", "a b", "é", "a.$meta", "a'"] {
            assert_eq!(Path::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_key_is_the_path_as_the_client_meant_it() {
        let text = crate::decode::decode("a%26b").unwrap();
        assert_eq!(Path::expect(&text), Err(Error::at("a&b", message::INVALID_PATH)));
    }
}
