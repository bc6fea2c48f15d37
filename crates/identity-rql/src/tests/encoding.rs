//! Where percent-escapes, quotes and separators meet.

use super::build::{and, bare, eq, filter, quoted, select, within};

#[test]
fn escapes_count_like_the_characters() {
    assert_eq!(filter("%65q%28a%2C%22b%22%29"), eq("a", quoted("b")));
    assert_eq!(filter("in(a,%28b%2Cc%29)"), within("a", [bare("b"), bare("c")]));
    assert_eq!(filter("a%3Db%3Bc=d"), filter("a=b;c=d"));
    assert_eq!(filter("a=b%7Cc=d"), filter("a=b|c=d"));
}

#[test]
fn an_escaped_ampersand_is_text() {
    assert_eq!(filter("a=b%26cd"), eq("a", bare("b&cd")));
    assert_eq!(filter("a='b'%26c'"), eq("a", quoted("b'&c")));
    assert_eq!(filter("a='b'%20%26c'"), eq("a", quoted("b' &c")));
}

#[test]
fn a_raw_ampersand_is_text_inside_quotes() {
    assert_eq!(filter("a='b&limit=1&c'"), eq("a", quoted("b&limit=1&c")));
    assert_eq!(filter("eq(a,\"b & 'c\")&d=e"), and([eq("a", quoted("b & 'c")), eq("d", bare("e"))]));
}

#[test]
fn a_raw_ampersand_joins_inside_parentheses() {
    assert_eq!(filter("(limit=1&select=2)"), and([eq("limit", bare("1")), eq("select", bare("2"))]));
}

#[test]
fn an_apostrophe_inside_quotes_is_text() {
    assert_eq!(filter("a=''tis O'Neil's'"), eq("a", quoted("'tis O'Neil's")));
    assert_eq!(filter("a=O'Neil"), eq("a", bare("O'Neil")));
    assert_eq!(filter("in(a,('x'y','z' , \"\"))"), within("a", [quoted("x'y"), quoted("z"), quoted("")]));
}

#[test]
fn spaces_are_kept_inside_only() {
    assert_eq!(filter("%20eq%20( a ,  b  c )%20"), eq("a", bare("b  c")));
    assert_eq!(filter("a=%20'%20b%20'%20"), eq("a", quoted(" b ")));
}

#[test]
fn plus_is_a_plus() {
    assert_eq!(filter("a=b+c%2Bd"), eq("a", bare("b+c+d")));
    assert_eq!(select("+a,%2Bb,%20c, d"), select("a,b,c,d"));
}

#[test]
fn names_of_functions_ignore_case_and_paths_keep_it() {
    assert_eq!(filter("EQ(Name,NULL())"), filter("eq(Name,null())"));
    assert_ne!(filter("eq(Name,1)"), filter("eq(name,1)"));
}
