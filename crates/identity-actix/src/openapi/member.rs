//! The words in which the members of a resource are declared: name, type, limit, and who writes and sees them.

use identity_core::id::{Id, IdShape};
use identity_core::value::Bounded;

use super::object::Object;

/// The type of a member, with its limits.
#[derive(Clone, Copy)]
pub(crate) enum Type {
    /// An identifier of one of these kinds.
    Id(&'static [IdShape]),
    /// A path of ours: what stands before each identifier in it, and what stands at the end.
    Path(&'static [(&'static str, IdShape)], &'static str),
    /// One line of text with at most so many code points.
    Line(usize),
    /// Text with line breaks.
    Prose(usize),
    /// Text of a form that a regular expression describes.
    Form(&'static str, usize),
    /// An e-mail address.
    Email(usize),
    /// A text that is never shown again.
    Password(usize, usize),
    /// One of these names.
    Names(fn() -> Vec<&'static str>),
    /// A boolean.
    Flag,
    /// A whole number from 0.
    Count(u64),
    /// A moment.
    Moment,
    /// An object with members of its own.
    Part(&'static [Member]),
    /// A reference with members of its own, or the whole object where `select` asks for it.
    Wide(&'static [Member], &'static Object),
    /// A reference to an object, or the whole object where `select` asks for it.
    Reference(&'static Object),
    /// An array of references.
    References(&'static Object, usize),
    /// An array.
    List(&'static Type, usize),
    /// A component that is declared by hand.
    Component(&'static str),
}

/// When an answer shows a member.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// In every default representation.
    Always,
    /// If it has a value and this actor sees it.
    Maybe,
    /// If `select` asks for it.
    OnDemand,
    /// Never.
    Never,
}

/// When a request may write a member.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Never.
    Never,
    /// At creation.
    Once,
    /// At any time.
    Always,
}

/// One member.
#[derive(Clone, Copy)]
pub(crate) struct Member {
    /// Name on the wire.
    pub name: &'static str,
    /// Type and limits.
    pub kind: Type,
    /// When it is shown.
    pub shown: Shown,
    /// When it is written.
    pub written: Written,
    /// Whether creation needs it.
    pub is_required: bool,
    /// Whether references show it.
    pub is_shared: bool,
    /// Whether the operator alone writes it.
    pub is_reserved: bool,
}

/// A member that has a value at times and may be written at any time.
pub(crate) const fn row(name: &'static str, kind: Type) -> Member {
    Member {
        name,
        kind,
        shown: Shown::Maybe,
        written: Written::Always,
        is_required: false,
        is_shared: false,
        is_reserved: false,
    }
}

impl Member {
    /// Every default representation has it.
    pub(crate) const fn always(mut self) -> Self {
        self.shown = Shown::Always;
        self
    }

    /// Left out unless `select` asks for it.
    pub(crate) const fn on_demand(mut self) -> Self {
        self.shown = Shown::OnDemand;
        self
    }

    /// Sent only.
    pub(crate) const fn sent(mut self) -> Self {
        self.shown = Shown::Never;
        self
    }

    /// Shown only.
    pub(crate) const fn read_only(mut self) -> Self {
        self.written = Written::Never;
        self
    }

    /// Fixed at creation.
    pub(crate) const fn fixed(mut self) -> Self {
        self.written = Written::Once;
        self
    }

    /// Creation needs it.
    pub(crate) const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// References show it.
    pub(crate) const fn shared(mut self) -> Self {
        self.is_shared = true;
        self
    }

    /// The operator alone writes it.
    pub(crate) const fn reserved(mut self) -> Self {
        self.is_reserved = true;
        self
    }
}

/// The limit of a member of an entity, read off its type: `limit(|a: &Account| &a.name)`.
pub(crate) const fn limit<E, T: Bounded>(_: fn(&E) -> &T) -> usize {
    T::CHARS_MAX
}

/// One line as long as a member of an entity may be.
pub(crate) const fn line<E, T: Bounded>(member: fn(&E) -> &T) -> Type {
    Type::Line(limit(member))
}

/// Text with line breaks as long as a member of an entity may be.
pub(crate) const fn prose<E, T: Bounded>(member: fn(&E) -> &T) -> Type {
    Type::Prose(limit(member))
}

/// The shape of an identifier.
pub(crate) const fn shape<I: Id>() -> IdShape {
    I::SHAPE
}

/// `revision`, which counts the changes of an object's own data.
pub(crate) const REVISION: Member = row("revision", Type::Count(u32::MAX as u64)).always().read_only();

/// The last occurrence of an event, if there was one.
pub(crate) const fn event(name: &'static str) -> Member {
    row(name, Type::Component("Event")).read_only()
}
