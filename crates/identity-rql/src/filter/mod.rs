//! The filter: its syntax tree, its parser and its printer.

mod call;
mod function;
mod parser;
mod print;
mod value;

pub(crate) use self::parser::parse;
use crate::path::Path;

/// A condition.
///
/// `And` and `Or` have at least two members when parsed: one member is that member. They nest as
/// written, so `(a=1&b=2)&c=3` is not `a=1&b=2&c=3`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// Every member holds.
    And(Vec<Expr>),
    /// Some member holds.
    Or(Vec<Expr>),
    /// The condition does not hold.
    Not(Box<Expr>),
    /// A comparison with one value.
    Compare {
        /// How to compare.
        op: CompareOp,
        /// What to compare.
        left: Operand,
        /// What with; never absent or empty unless the operator is `eq` or `ne`.
        right: Value,
    },
    /// `in` and `out`.
    In {
        /// Whether it is `out`.
        negated: bool,
        /// What to look for.
        left: Operand,
        /// Where to look; never empty.
        items: Vec<Literal>,
    },
    /// Some element of the collection meets the condition; without one, the collection has elements.
    Any {
        /// The collection.
        path: Path,
        /// The condition, its paths relative to the element.
        condition: Option<Box<Expr>>,
    },
    /// Every element of the collection meets the condition.
    All {
        /// The collection.
        path: Path,
        /// The condition, its paths relative to the element.
        condition: Box<Expr>,
    },
}

/// How a comparison compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `eq`, also written `=`.
    Eq,
    /// `ne`
    Ne,
    /// `gt`
    Gt,
    /// `ge` or `gte`
    Ge,
    /// `lt`
    Lt,
    /// `le` or `lte`
    Le,
    /// `like`
    Like,
    /// `ilike`
    Ilike,
}

/// The left side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A property.
    Path(Path),
    /// `self()`: the element of a collection of plain values.
    SelfValue,
}

/// The right side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text that the consumer converts.
    Literal(Literal),
    /// `null()`
    Null,
    /// `empty()`
    Empty,
}

/// A text in a filter.
///
/// Parsing never makes these, and their print does not read as the same text: NUL anywhere; a bare
/// text that is empty, has outer spaces or starts with a quote, or one of `( ) , ; | =` in it; a
/// quoted text in which quotes of both kinds stand before (spaces and) one of `) , ; |`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Literal {
    /// The decoded text.
    pub text: String,
    /// Whether it was in quotes. A bare text may name a property instead.
    pub quoted: bool,
}
