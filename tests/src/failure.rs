//! The one error of programs that run to their end or say in a line why not.

use std::error::Error;
use std::fmt;

/// Why a program ended early, as one line for people. Not an [`Error`] itself, so that every error becomes one.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure that says this.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}
