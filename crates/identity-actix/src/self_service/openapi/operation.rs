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

/// What may be sent.
#[derive(Clone, Copy)]
pub(super) enum Sent {
    /// Nothing is read.
    Nothing,
    /// Nothing, or an object without members.
    Empty,
    /// An object.
    Object(fn() -> Value),
    /// A form with a token in it.
    TokenForm,
}

/// What is answered on success.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    /// An object.
    Object(u16, &'static str),
    /// 200 with a numbered page of objects.
    Page(&'static str, Query),
    /// A status alone.
    Bare(u16),
    /// 200 without a body, and who it is in headers.
    Identity,
}

/// What a list is narrowed and ordered by.
#[derive(Clone, Copy)]
pub(super) struct Query {
    /// Filters with the schemas of their values.
    pub filters: fn() -> Vec<(&'static str, Value)>,
    /// Values of `sortBy`.
    pub orders: &'static [&'static str],
}

/// One operation.
pub(super) struct Operation {
    /// Name of its route.
    pub name: &'static str,
    /// What it does, in a few words.
    pub summary: &'static str,
    /// What may be sent.
    pub sent: Sent,
    /// Headers that it reads.
    pub headers: fn() -> Vec<Value>,
    /// What is answered.
    pub answer: Answer,
    /// Statuses of refusals besides those that every operation has.
    pub refusals: &'static [u16],
}

impl Operation {
    const fn new(name: &'static str, summary: &'static str, answer: Answer) -> Self {
        Self { name, summary, sent: Sent::Nothing, headers: Vec::new, answer, refusals: &[] }
    }

    /// Answers 200 with an object.
    pub(super) const fn shows(name: &'static str, summary: &'static str, object: &'static str) -> Self {
        Self::new(name, summary, Answer::Object(200, object))
    }

    /// Answers 201 with an object.
    pub(super) const fn makes(name: &'static str, summary: &'static str, object: &'static str) -> Self {
        Self::new(name, summary, Answer::Object(201, object))
    }

    /// Answers 200 with a page.
    pub(super) const fn lists(
        name: &'static str,
        summary: &'static str,
        object: &'static str,
        query: Query,
    ) -> Self {
        Self::new(name, summary, Answer::Page(object, query))
    }

    /// Answers 204.
    pub(super) const fn does(name: &'static str, summary: &'static str) -> Self {
        Self::new(name, summary, Answer::Bare(204))
    }

    /// Answers something else.
    pub(super) const fn other(name: &'static str, summary: &'static str, answer: Answer) -> Self {
        Self::new(name, summary, answer)
    }

    /// Reads a body.
    pub(super) const fn taking(mut self, sent: Sent) -> Self {
        self.sent = sent;
        self
    }

    /// Reads headers.
    pub(super) const fn with_headers(mut self, headers: fn() -> Vec<Value>) -> Self {
        self.headers = headers;
        self
    }

    /// May refuse with these statuses too.
    pub(super) const fn refusing(mut self, refusals: &'static [u16]) -> Self {
        self.refusals = refusals;
        self
    }
}
