//! Why a query was refused.

use std::fmt;

/// A refusal in the form the API answers it: a message under a key of `errors`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// `query`, the name of a function or parameter, or a path, the last three as written.
    pub key: String,
    /// One of the texts of [`message`](crate::message).
    pub message: String,
}

impl Error {
    /// A refusal under a key of its own.
    pub(crate) fn at(key: impl Into<String>, message: &str) -> Self {
        Self { key: key.into(), message: message.to_owned() }
    }

    /// A refusal of the query as a whole.
    pub(crate) fn query(message: &str) -> Self {
        Self::at("query", message)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.key, self.message)
    }
}

impl std::error::Error for Error {}
