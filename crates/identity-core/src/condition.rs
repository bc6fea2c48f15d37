//! Conditional requests: what tells the states of an object apart, and what a request expects (platform.md §1.6).

use std::fmt;

use crate::error::Error;
use crate::idempotency::{Attempt, Claim};
use crate::port::Transaction;
use crate::timestamp::Timestamp;

/// One state of an object: its revision, and whether the clock changed what is shown of it since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    revision: u32,
    has_lapsed: bool,
}

impl Tag {
    /// The state after so many changes.
    pub const fn new(revision: u32) -> Self {
        Self { revision, has_lapsed: false }
    }

    /// The same, told apart if something in it has lapsed by the clock alone, such as an invitation.
    #[must_use]
    pub const fn lapsed_if(self, has_lapsed: bool) -> Self {
        Self { has_lapsed, ..self }
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.revision, if self.has_lapsed { "x" } else { "" })
    }
}

/// What a request makes its effect depend on, besides its body.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// Texts of tags, one of which has to be the object's; `None` expects nothing.
    pub expected: Option<Vec<String>>,
    /// What is wrong with the request apart from its body, such as its query: told after visibility, rights and the
    /// body, and before anything is changed (platform.md §1.7).
    pub refused: Option<Error>,
    /// The request, if it is to have its effect once however often it is sent.
    pub claim: Option<Claim>,
}

impl Terms {
    /// No terms.
    pub const NONE: Self = Self { expected: None, refused: None, claim: None };

    /// Looks whether the request was answered before, if it is to have its effect once.
    pub(crate) fn attempt(&self, tx: &mut dyn Transaction, now: Timestamp) -> Result<Option<Attempt>, Error> {
        self.claim.map(|claim| claim.attempt(tx, now)).transpose()
    }

    /// The body, unless the request is wrong apart from it.
    pub(crate) fn admit<I>(&self, input: Result<I, Error>) -> Result<I, Error> {
        let input = input?;
        self.refused.clone().map_or(Ok(input), Err)
    }

    /// Whether the object is in a state that the request expects.
    pub(crate) fn accept(&self, tag: Tag) -> bool {
        let text = tag.to_string();
        self.expected.as_ref().is_none_or(|expected| expected.contains(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_clock_changed_is_another_state() {
        assert_eq!(Tag::new(3).to_string(), "3");
        assert_eq!(Tag::new(3).lapsed_if(true).to_string(), "3x");
        assert_eq!(Tag::new(3).lapsed_if(false), Tag::new(3));
    }

    #[test]
    fn one_of_the_expected_tags_has_to_be_there() {
        let expecting = |tags: &[&str]| Terms {
            expected: Some(tags.iter().map(ToString::to_string).collect()),
            ..Terms::NONE
        };
        assert!(Terms::NONE.accept(Tag::new(1)));
        assert!(expecting(&["2", "3"]).accept(Tag::new(3)));
        assert!(!expecting(&["2", "3"]).accept(Tag::new(3).lapsed_if(true)));
        assert!(!expecting(&[]).accept(Tag::new(3)));
    }
}
