//! The words in which operations are declared: one row per route.

use serde_json::Value;

/// A part of the API.
pub(super) struct Section {
    /// Heading in the reference.
    pub tag: &'static str,
    /// Its operations.
    pub operations: &'static [Operation],
    /// Its objects, by name.
    pub schemas: fn() -> Vec<(&'static str, Value)>,
}

/// What is answered on success, always with 200.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    /// An object.
    Object(&'static str),
    /// An array of objects, or the part of it that is asked for.
    Array(&'static str),
    /// An object without members.
    Gone,
}

/// One operation.
pub(super) struct Operation {
    /// Name of its route.
    pub name: &'static str,
    /// What it does, in a few words.
    pub summary: &'static str,
    /// The object that is sent, if one is.
    pub sent: Option<fn() -> Value>,
    /// Whether it may be left out.
    pub is_optional: bool,
    /// Parameters of its query with their schemas.
    pub query: fn() -> Vec<(&'static str, Value)>,
    /// What is answered.
    pub answer: Answer,
    /// Numbers of refusals besides the generic ones; those at or above 500 are none.
    pub codes: &'static [u16],
}

impl Operation {
    const fn new(name: &'static str, summary: &'static str, answer: Answer) -> Self {
        Self { name, summary, sent: None, is_optional: false, query: Vec::new, answer, codes: &[] }
    }

    /// Answers an object.
    pub(super) const fn shows(name: &'static str, summary: &'static str, object: &'static str) -> Self {
        Self::new(name, summary, Answer::Object(object))
    }

    /// Answers an array.
    pub(super) const fn lists(name: &'static str, summary: &'static str, object: &'static str) -> Self {
        Self::new(name, summary, Answer::Array(object))
    }

    /// Deletes.
    pub(super) const fn deletes(name: &'static str, summary: &'static str) -> Self {
        Self::new(name, summary, Answer::Gone)
    }

    /// Reads an object.
    pub(super) const fn taking(mut self, sent: fn() -> Value) -> Self {
        self.sent = Some(sent);
        self
    }

    /// Reads an object, if one is sent.
    pub(super) const fn maybe_taking(mut self, sent: fn() -> Value) -> Self {
        self.is_optional = true;
        self.taking(sent)
    }

    /// The same by another path.
    pub(super) const fn called(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// Reads parameters.
    pub(super) const fn asking(mut self, query: fn() -> Vec<(&'static str, Value)>) -> Self {
        self.query = query;
        self
    }

    /// May refuse with these numbers too.
    pub(super) const fn refusing(mut self, codes: &'static [u16]) -> Self {
        self.codes = codes;
        self
    }
}
