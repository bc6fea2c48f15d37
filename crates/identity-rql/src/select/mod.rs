//! The `select` parameter.

mod parser;

use std::fmt;

pub(crate) use self::parser::parse;
use crate::path::Path;

/// A list of members to add and to remove, in the order written; empty when the query has no `select`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Select {
    /// The members.
    pub items: Vec<SelectItem>,
}

/// One member of `select`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectItem {
    /// Whether it is added or removed.
    pub sign: Sign,
    /// What is added or removed.
    pub what: SelectTarget,
}

/// What a member of `select` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `+`, a space or nothing at all.
    Add,
    /// `-`
    Remove,
}

/// What a member of `select` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectTarget {
    /// `*`
    Star,
    /// A property.
    Path(Path),
    /// A property and the selection inside it.
    Nested(Path, Select),
}

impl Sign {
    /// Takes the sign from the text of a member.
    pub(crate) fn strip(text: &str) -> (Self, &str) {
        let (sign, rest) = match text.strip_prefix('-') {
            Some(rest) => (Self::Remove, rest),
            None => (Self::Add, text.strip_prefix('+').unwrap_or(text)),
        };
        (sign, rest.trim_start_matches(' '))
    }
}

impl fmt::Display for Select {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, item) in self.items.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(f, "{comma}{item}")?;
        }
        Ok(())
    }
}

impl fmt::Display for SelectItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.sign == Sign::Remove {
            f.write_str("-")?;
        }
        match &self.what {
            SelectTarget::Star => f.write_str("*"),
            SelectTarget::Path(path) => write!(f, "{path}"),
            SelectTarget::Nested(path, select) => write!(f, "{path}({select})"),
        }
    }
}
