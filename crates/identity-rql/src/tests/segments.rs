//! How a query falls into parameters, flags and filter text.

use super::build::{and, bare, eq, filter, or, quoted, refusal, select};
use crate::{Query, message, parse_query, parse_select_only};

#[test]
fn order_is_free_and_the_rest_is_one_filter() {
    let query = parse_query("a=1&limit=5&b=2;c=3&render()&offset=7&d=4").unwrap();
    let (a, b, c, d) = (eq("a", bare("1")), eq("b", bare("2")), eq("c", bare("3")), eq("d", bare("4")));
    assert_eq!((query.limit, query.offset, query.render), (Some(5), Some(7), true));
    assert_eq!(query.filter, Some(or([and([a, b]), and([c, d])])));
}

#[test]
fn nothing_is_a_query_too() {
    for raw in ["", "&", "&&%20&"] {
        assert_eq!(parse_query(raw), Ok(Query::default()), "{raw}");
    }
    assert_eq!(filter("&a=1&&b=2&"), filter("a=1&b=2"));
}

#[test]
fn flags_are_no_conditions() {
    let query = parse_query("filter(group.buyers)&Render()&FILTER( Group.Buyers )&render()").unwrap();
    assert_eq!(query, Query { render: true, ..Query::default() });
}

#[test]
fn parameters_are_segments_only() {
    assert_eq!(filter("(limit=1)"), eq("limit", bare("1")));
    assert_eq!(filter("a=1,limit=2"), and([eq("a", bare("1")), eq("limit", bare("2"))]));
    assert_eq!(filter("Limit=1"), eq("Limit", bare("1")));
    assert_eq!(parse_query("limi%74%3D1").unwrap().limit, Some(1));
}

#[test]
fn numbers_of_any_length() {
    let query = parse_query("limit=007&offset=99999999999999999999").unwrap();
    assert_eq!((query.limit, query.offset), (Some(7), Some(u64::MAX)));
}

#[test]
fn a_cursor_is_any_text() {
    let cursor = |raw| parse_query(raw).unwrap().cursor;
    assert_eq!(cursor("cursor="), Some(String::new()));
    assert_eq!(cursor("cursor=a-b_c.d==&limit=1").as_deref(), Some("a-b_c.d=="));
    assert_eq!(cursor("cursor=a%26b(c&d),'e'").as_deref(), Some("a&b(c&d),'e'"));
}

#[test]
fn a_parenthesis_too_many_does_not_hide_parameters() {
    assert_eq!(refusal("a=1)&limit=x"), ("limit".into(), message::NOT_AN_INTEGER.into()));
    assert_eq!(refusal("a=1)&limit=1"), ("query".into(), message::UNBALANCED.into()));
}

#[test]
fn outside_lists_only_select_counts() {
    for rest in ["", "limit=x&limit=y&", "foo&", "order=&", "a=')&", "eq(a))&", "render()&"] {
        let selected = parse_select_only(&format!("{rest}select=a,-b&cursor=("));
        if rest.contains('\'') {
            // The string never ends, so the parameter is inside it.
            assert_eq!(selected, Ok(None), "{rest}");
        } else {
            assert_eq!(selected, Ok(Some(select("a,-b"))), "{rest}");
        }
    }
    assert_eq!(parse_select_only("foo=%ZZ").unwrap_err().message, message::ENCODING);
    let repeated = parse_select_only("select=a&select=b").unwrap_err();
    assert_eq!((repeated.key.as_str(), repeated.message.as_str()), ("select", message::REPEATED));
    assert_eq!(filter("a='select=b&select=c'"), eq("a", quoted("select=b&select=c")));
}
