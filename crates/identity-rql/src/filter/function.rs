//! The functions of the language.

use super::CompareOp;

/// What a function's name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    /// `and`
    And,
    /// `or`
    Or,
    /// `not`
    Not,
    /// A comparison with one value.
    Compare(CompareOp),
    /// `in`
    In,
    /// `out`
    Out,
    /// `any`
    Any,
    /// `all`
    All,
    /// `self`
    SelfValue,
    /// `null`
    Null,
    /// `empty`
    Empty,
}

impl Function {
    /// Finds a function; case does not matter.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "and" => Self::And,
            "or" => Self::Or,
            "not" => Self::Not,
            "eq" => Self::Compare(CompareOp::Eq),
            "ne" => Self::Compare(CompareOp::Ne),
            "gt" => Self::Compare(CompareOp::Gt),
            "ge" | "gte" => Self::Compare(CompareOp::Ge),
            "lt" => Self::Compare(CompareOp::Lt),
            "le" | "lte" => Self::Compare(CompareOp::Le),
            "like" => Self::Compare(CompareOp::Like),
            "ilike" => Self::Compare(CompareOp::Ilike),
            "in" => Self::In,
            "out" => Self::Out,
            "any" => Self::Any,
            "all" => Self::All,
            "self" => Self::SelfValue,
            "null" => Self::Null,
            "empty" => Self::Empty,
            _ => return None,
        })
    }
}

impl CompareOp {
    /// The name of the function, which errors quote.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
            Self::Like => "like",
            Self::Ilike => "ilike",
        }
    }
}
