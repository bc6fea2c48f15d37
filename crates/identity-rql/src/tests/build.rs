//! Short ways to write syntax trees.

use crate::{
    CompareOp, Expr, Literal, Operand, OrderItem, Path, Query, Select, Value, parse_query, parse_select_only,
};

pub fn path(text: &str) -> Path {
    Path::parse(text).unwrap()
}

pub fn bare(text: &str) -> Literal {
    Literal { text: text.to_owned(), quoted: false }
}

pub fn quoted(text: &str) -> Literal {
    Literal { text: text.to_owned(), quoted: true }
}

pub fn compare(op: CompareOp, left: &str, right: impl Into<Value>) -> Expr {
    Expr::Compare { op, left: operand(left), right: right.into() }
}

pub fn eq(left: &str, right: impl Into<Value>) -> Expr {
    compare(CompareOp::Eq, left, right)
}

pub fn within<const N: usize>(left: &str, items: [Literal; N]) -> Expr {
    Expr::In { negated: false, left: operand(left), items: items.into() }
}

pub fn without<const N: usize>(left: &str, items: [Literal; N]) -> Expr {
    Expr::In { negated: true, left: operand(left), items: items.into() }
}

pub fn and<const N: usize>(members: [Expr; N]) -> Expr {
    Expr::And(members.into())
}

pub fn or<const N: usize>(members: [Expr; N]) -> Expr {
    Expr::Or(members.into())
}

pub fn not(condition: Expr) -> Expr {
    Expr::Not(Box::new(condition))
}

pub fn any(collection: &str, condition: Expr) -> Expr {
    Expr::Any { path: path(collection), condition: Some(Box::new(condition)) }
}

pub fn any_at_all(collection: &str) -> Expr {
    Expr::Any { path: path(collection), condition: None }
}

pub fn all(collection: &str, condition: Expr) -> Expr {
    Expr::All { path: path(collection), condition: Box::new(condition) }
}

pub fn ascending(text: &str) -> OrderItem {
    OrderItem { path: path(text), descending: false }
}

pub fn descending(text: &str) -> OrderItem {
    OrderItem { path: path(text), descending: true }
}

/// What `select` with this value selects.
pub fn select(value: &str) -> Select {
    parse_select_only(&format!("select={value}")).unwrap().unwrap()
}

/// A query that consists of a filter.
pub fn filtered(filter: Expr) -> Query {
    Query { filter: Some(filter), ..Query::default() }
}

/// The filter of a query that has one.
pub fn filter(raw: &str) -> Expr {
    parse_query(raw).unwrap().filter.unwrap()
}

/// The key and the message of a refusal.
pub fn refusal(raw: &str) -> (String, String) {
    match parse_query(raw) {
        Ok(query) => panic!("{raw} was accepted as {query:?}"),
        Err(error) => (error.key, error.message),
    }
}

fn operand(text: &str) -> Operand {
    if text == "self()" { Operand::SelfValue } else { Operand::Path(path(text)) }
}

impl From<Literal> for Value {
    fn from(literal: Literal) -> Self {
        Self::Literal(literal)
    }
}
