//! Each limit is met exactly: the greatest query passes, one more does not.

use super::build::refusal;
use crate::limits::{DEPTH, LIST_VALUES, NODES, PATTERN_CHARS, QUERY_BYTES};
use crate::{message, parse_query, parse_select_only};

#[track_caller]
fn boundary(greatest: &str, beyond: &str, message: &str) {
    assert!(parse_query(greatest).is_ok(), "{greatest}");
    assert_eq!(refusal(beyond), ("query".into(), message.into()));
}

fn nested(open: &str, depth: usize) -> String {
    format!("{}a=1{}", open.repeat(depth), ")".repeat(depth))
}

#[test]
fn length() {
    let long = |bytes: usize| format!("a={}", "b".repeat(bytes - 2));
    boundary(&long(QUERY_BYTES), &long(QUERY_BYTES + 1), message::TOO_LONG);
    assert!(parse_select_only(&long(QUERY_BYTES + 1)).is_err());
}

#[test]
fn depth() {
    for open in ["(", "not(", "and(", "any(c,", "all(c,"] {
        boundary(&nested(open, DEPTH - 1), &nested(open, DEPTH), message::TOO_DEEP);
    }
}

#[test]
fn nodes() {
    let many = |count| vec!["a=1"; count].join("&");
    boundary(&many(NODES), &many(NODES + 1), message::TOO_MANY_NODES);
    let within_a_call = |count| format!("or({})", vec!["(a=1)"; count].join(","));
    boundary(&within_a_call(63), &within_a_call(64), message::TOO_MANY_NODES);
}

#[test]
fn list_values() {
    let many = |function, count| format!("{function}(a,({}))", vec!["'b'"; count].join(","));
    boundary(&many("in", LIST_VALUES), &many("in", LIST_VALUES + 1), message::TOO_MANY_VALUES);
    boundary(&many("out", LIST_VALUES), &many("out", LIST_VALUES + 1), message::TOO_MANY_VALUES);
}

#[test]
fn pattern() {
    let long = |function, chars| format!("{function}(a,'{}')", "%C3%A9".repeat(chars));
    boundary(&long("like", PATTERN_CHARS), &long("like", PATTERN_CHARS + 1), message::PATTERN_TOO_LONG);
    boundary(&long("ilike", PATTERN_CHARS), &long("ilike", PATTERN_CHARS + 1), message::PATTERN_TOO_LONG);
    assert!(parse_query(&long("eq", PATTERN_CHARS + 1)).is_ok());
}
