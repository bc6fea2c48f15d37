//! Precedence, nesting and the meaning of commas.

use super::build::{and, any, bare, compare, eq, filter, not, or};
use crate::{CompareOp, Expr};

fn one(name: &str) -> Expr {
    eq(name, bare("1"))
}

#[test]
fn and_binds_tighter_than_or() {
    let tree = or([one("a"), and([one("b"), one("c")]), one("d")]);
    assert_eq!(filter("a=1;b=1&c=1|d=1"), tree);
    assert_eq!(filter("a=1;b=1,c=1;d=1"), tree);
    assert_eq!(filter("or(a=1;b=1&c=1,d=1)"), or([or([one("a"), and([one("b"), one("c")])]), one("d")]));
}

#[test]
fn a_group_of_one_is_its_member() {
    for raw in ["a=1", "(a=1)", "((a=1))", "and(a=1)", "or((a=1))"] {
        assert_eq!(filter(raw), one("a"), "{raw}");
    }
}

#[test]
fn other_groups_nest_as_written() {
    assert_eq!(filter("(a=1&b=1)&c=1"), and([and([one("a"), one("b")]), one("c")]));
    assert_eq!(filter("a=1;(b=1;c=1)"), or([one("a"), or([one("b"), one("c")])]));
}

#[test]
fn a_comma_joins_in_groups_and_separates_in_calls() {
    assert_eq!(filter("a=1,b=1"), and([one("a"), one("b")]));
    assert_eq!(filter("or((a=1,b=1),c=1)"), or([and([one("a"), one("b")]), one("c")]));
    assert_eq!(filter("any(x,(a=1,b=1))"), any("x", and([one("a"), one("b")])));
    assert_eq!(filter("any(x,a=1&b=1;c=1)"), any("x", or([and([one("a"), one("b")]), one("c")])));
    assert_eq!(filter("not(a=1;b=1)"), not(or([one("a"), one("b")])));
}

#[test]
fn every_comparison_has_its_names() {
    for (name, op) in [
        ("eq", CompareOp::Eq),
        ("ne", CompareOp::Ne),
        ("gt", CompareOp::Gt),
        ("ge", CompareOp::Ge),
        ("gte", CompareOp::Ge),
        ("lt", CompareOp::Lt),
        ("le", CompareOp::Le),
        ("lte", CompareOp::Le),
        ("like", CompareOp::Like),
        ("ILIKE", CompareOp::Ilike),
    ] {
        assert_eq!(filter(&format!("{name}(a.b,c)")), compare(op, "a.b", bare("c")), "{name}");
    }
}

#[test]
fn self_takes_the_shortcut_too() {
    assert_eq!(filter("any(x,self()=1)"), any("x", one("self()")));
}
