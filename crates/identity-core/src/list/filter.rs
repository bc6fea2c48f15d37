//! A checked filter: negations pushed down to the leaves, so that stores need no three-valued logic.

use super::collection::{Collection, Element};
use super::field::Field;
use crate::secret::Digest;
use crate::timestamp::Timestamp;

/// A value of a field or of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar {
    /// No value.
    Absent,
    /// Text, e-mail, UUID, name of an enumeration or mixed identifier.
    Text(String),
    /// Number.
    Number(i64),
    /// Boolean.
    Flag(bool),
    /// Moment.
    Moment(Timestamp),
    /// Identifier as a number.
    Id(u64),
    /// Digests of a token that are valid now; the value of a query is a single one.
    Digests(Vec<Digest>),
}

impl Scalar {
    /// A text, or nothing.
    pub fn text(value: Option<impl ToString>) -> Self {
        value.map_or(Self::Absent, |value| Self::Text(value.to_string()))
    }

    /// A moment, or nothing.
    pub fn moment(value: Option<Timestamp>) -> Self {
        value.map_or(Self::Absent, Self::Moment)
    }

    /// An identifier, or nothing.
    pub fn id(value: Option<impl crate::id::Id>) -> Self {
        value.map_or(Self::Absent, |id| Self::Id(id.number()))
    }
}

/// Where the stars of a pattern stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// `x`
    Whole,
    /// `x*`
    Start,
    /// `*x`
    End,
    /// `*x*`
    Inside,
}

/// What `like` and `ilike` look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The text without its stars.
    pub text: String,
    /// Where the stars stood.
    pub anchor: Anchor,
    /// Whether case is ignored.
    pub ignores_case: bool,
}

/// What a leaf asks of its field; an absent value meets none of them.
#[derive(Debug)]
pub enum Test<V: 'static> {
    /// Has a value.
    Present,
    /// Equals the value.
    Equal(Scalar),
    /// Lies below the value.
    Below(Scalar),
    /// Lies above the value.
    Above(Scalar),
    /// Is one of the values.
    OneOf(Vec<Scalar>),
    /// Looks like the pattern.
    Like(Pattern),
    /// Equals another field.
    EqualField(&'static Field<V>),
    /// Lies below another field.
    BelowField(&'static Field<V>),
    /// Lies above another field.
    AboveField(&'static Field<V>),
}

/// A checked filter.
#[derive(Debug)]
pub enum Filter<V: 'static> {
    /// Everything or nothing.
    Always(bool),
    /// All of them.
    And(Vec<Filter<V>>),
    /// At least one of them.
    Or(Vec<Filter<V>>),
    /// A test of one field, or its true complement: a negated test holds for absent values.
    Is {
        /// The field.
        field: &'static Field<V>,
        /// The test.
        test: Test<V>,
        /// Whether the complement is meant.
        is_negated: bool,
    },
    /// Some element of the collection meets the condition, or none does.
    Some {
        /// The collection.
        collection: &'static Collection<V>,
        /// What is asked of an element.
        condition: Box<Filter<Element>>,
        /// Whether no element may meet it.
        is_negated: bool,
    },
}

impl<V> Clone for Test<V> {
    fn clone(&self) -> Self {
        match self {
            Self::Present => Self::Present,
            Self::Equal(value) => Self::Equal(value.clone()),
            Self::Below(value) => Self::Below(value.clone()),
            Self::Above(value) => Self::Above(value.clone()),
            Self::OneOf(values) => Self::OneOf(values.clone()),
            Self::Like(pattern) => Self::Like(pattern.clone()),
            Self::EqualField(field) => Self::EqualField(field),
            Self::BelowField(field) => Self::BelowField(field),
            Self::AboveField(field) => Self::AboveField(field),
        }
    }
}

impl<V> Clone for Filter<V> {
    fn clone(&self) -> Self {
        match self {
            Self::Always(value) => Self::Always(*value),
            Self::And(parts) => Self::And(parts.clone()),
            Self::Or(parts) => Self::Or(parts.clone()),
            Self::Is { field, test, is_negated } => {
                Self::Is { field, test: test.clone(), is_negated: *is_negated }
            }
            Self::Some { collection, condition, is_negated } => {
                Self::Some { collection, condition: condition.clone(), is_negated: *is_negated }
            }
        }
    }
}
