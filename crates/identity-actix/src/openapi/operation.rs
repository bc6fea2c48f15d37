//! The words in which operations are declared: one row per route, beside the schema of its resource.

use identity_core::id::IdShape;

use super::member::Member;
use super::object::{Object, Side};

/// Operations on one resource.
pub(crate) struct Section {
    /// Heading in the reference.
    pub tag: &'static str,
    /// What the names of its routes start with.
    pub prefix: &'static str,
    /// What `{id}` in its paths is.
    pub id: &'static [IdShape],
    /// Its operations.
    pub operations: &'static [Operation],
}

/// A body that may be sent.
#[derive(Clone, Copy)]
pub(crate) enum Sent {
    /// Members of a resource.
    Of(&'static Object, Side),
    /// Members that only this operation reads, all that is required named.
    Members(&'static [Member]),
    /// An array of references.
    References(&'static Object, usize),
}

/// What is answered on success.
#[derive(Clone, Copy)]
pub(crate) enum Answer {
    /// 200 with an object.
    One(&'static Object),
    /// 201 with an object and its address.
    Made(&'static Object),
    /// 200 with a page.
    Page(&'static Object),
    /// 200 with an object that is no resource.
    Component(&'static str),
    /// 200 with a picture.
    Picture,
    /// 204.
    Nothing,
}

/// One operation.
#[derive(Clone, Copy)]
pub(crate) struct Operation {
    /// Name of its route after the section's prefix.
    pub name: &'static str,
    /// What it does, in a few words.
    pub summary: &'static str,
    /// What may be sent, and whether it has to be.
    pub body: Option<(Sent, bool)>,
    /// Names of the JSON part and the file part, where multipart is read (platform.md §1.3).
    pub parts: Option<(&'static str, &'static str)>,
    /// What is answered.
    pub answer: Answer,
    /// Whether somebody who sees the object may be refused.
    pub is_restricted: bool,
    /// Whether it may be asked for too often.
    pub is_throttled: bool,
    /// Whether another object may have what has to be unique.
    pub may_conflict: bool,
    /// What `{id}` is, where it is not what the section says.
    pub id: Option<&'static [IdShape]>,
}

impl Operation {
    const fn new(name: &'static str, summary: &'static str, answer: Answer) -> Self {
        Self {
            name,
            summary,
            body: None,
            parts: None,
            answer,
            is_restricted: true,
            is_throttled: false,
            may_conflict: false,
            id: None,
        }
    }

    /// A list; it is narrowed to what the actor sees, never refused.
    pub(crate) const fn list(summary: &'static str, of: &'static Object) -> Self {
        Self::new("list", summary, Answer::Page(of)).open()
    }

    /// One object, for whoever sees it.
    pub(crate) const fn get(summary: &'static str, of: &'static Object) -> Self {
        Self::new("get", summary, Answer::One(of)).open()
    }

    /// A picture, for whoever sees the object.
    pub(crate) const fn icon(summary: &'static str) -> Self {
        Self::new("icon", summary, Answer::Picture).open()
    }

    /// A creation.
    pub(crate) const fn create(name: &'static str, summary: &'static str, of: &'static Object) -> Self {
        Self::new(name, summary, Answer::Made(of)).taking(Sent::Of(of, Side::Create))
    }

    /// A partial update.
    pub(crate) const fn update(summary: &'static str, of: &'static Object) -> Self {
        Self::new("update", summary, Answer::One(of)).taking(Sent::Of(of, Side::Update))
    }

    /// A removal.
    pub(crate) const fn removal(name: &'static str, summary: &'static str) -> Self {
        Self::new(name, summary, Answer::Nothing)
    }

    /// A verb that answers with the object.
    pub(crate) const fn verb(name: &'static str, summary: &'static str, of: &'static Object) -> Self {
        Self::new(name, summary, Answer::One(of))
    }

    /// Anything else.
    pub(crate) const fn other(name: &'static str, summary: &'static str, answer: Answer) -> Self {
        Self::new(name, summary, answer)
    }

    /// A picture may come with the members, in a part of its own.
    pub(crate) const fn pictured(mut self, json: &'static str, file: &'static str) -> Self {
        self.parts = Some((json, file));
        self
    }

    /// A body has to be sent.
    pub(crate) const fn taking(mut self, sent: Sent) -> Self {
        self.body = Some((sent, true));
        self
    }

    /// A body may be sent.
    pub(crate) const fn maybe_taking(mut self, sent: Sent) -> Self {
        self.body = Some((sent, false));
        self
    }

    /// Nobody who sees the object is refused.
    pub(crate) const fn open(mut self) -> Self {
        self.is_restricted = false;
        self
    }

    /// 429 is possible.
    pub(crate) const fn throttled(mut self) -> Self {
        self.is_throttled = true;
        self
    }

    /// 409 is possible for more than repeated keys.
    pub(crate) const fn conflicting(mut self) -> Self {
        self.may_conflict = true;
        self
    }

    /// `{id}` is one of these.
    pub(crate) const fn by(mut self, id: &'static [IdShape]) -> Self {
        self.id = Some(id);
        self
    }
}
