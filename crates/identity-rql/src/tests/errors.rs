//! The error table of the contract (platform.md §2.2), as far as it is syntax.

use super::build::refusal;
use crate::message;

#[track_caller]
fn refused(cases: &[(&str, &str, &str)]) {
    for (raw, key, message) in cases {
        assert_eq!(refusal(raw), ((*key).to_owned(), (*message).to_owned()), "{raw}");
    }
}

#[test]
fn paths() {
    refused(&[
        ("a..b=1", "a..b", message::INVALID_PATH),
        ("'a'=1", "'a'", message::INVALID_PATH),
        ("eq(1a,1)", "1a", message::INVALID_PATH),
        ("in(First Name,(a))", "First Name", message::INVALID_PATH),
        ("any(a.,b=1)", "a.", message::INVALID_PATH),
        ("order=-$meta", "$meta", message::INVALID_PATH),
        ("select=a(b.)", "b.", message::INVALID_PATH),
    ]);
}

#[test]
fn lists_and_null() {
    refused(&[
        ("in(Status,())", "Status", message::EMPTY_LIST),
        ("any(x,out(self(),()))", "self()", message::EMPTY_LIST),
        ("in(a.b,(x,null()))", "a.b", message::NULL_VALUE),
        ("out(a,null())", "a", message::NULL_VALUE),
        ("in(a,(EMPTY()))", "a", message::NULL_VALUE),
        ("like(a,null())", "a", message::NULL_VALUE),
        ("ilike(a,empty())", "a", message::NULL_VALUE),
        ("gt(a,null())", "a", message::NULL_VALUE),
    ]);
}

#[test]
fn missing_operands_and_stray_words() {
    let raws = [
        "word",
        "a=1&word",
        "a=1;;b=2",
        "(a=1&)",
        "a=1,",
        ";",
        "eq(,1)",
        "eq(a,)",
        "in(a,)",
        "in(a,(b,))",
        "in(a,((b)))",
        "any(,a=1)",
        "any(a,)",
        "all(a,)",
        "not(a)",
        "and(a=1,)",
        "and(,a=1)",
        "and(word)",
        "=1",
        "(a=1)b=2",
        "(a=1)=2",
        "eq(a,b=c)",
        "eq(a=1,b)",
        "eq('a',b)",
        "any('a')",
        "any(self())",
        "any(a=1)",
        "eq(a,self())",
        "eq(a,eq(b,c))",
        "eq(null(),a)",
        "null()",
        "empty()=1",
        "self()",
        "a=null()b",
        "order=",
        "order=a,,b",
        "select=",
        "select=a=b",
        "select='a'",
        "order='a'",
        "in(a,b=c)",
    ];
    for raw in raws {
        assert_eq!(refusal(raw), ("query".into(), message::EXPRESSION_EXPECTED.into()), "{raw}");
    }
}

#[test]
fn groups() {
    refused(&[
        ("()", "query", message::EMPTY_GROUP),
        ("and()", "query", message::EMPTY_GROUP),
        ("a=1&or()", "query", message::EMPTY_GROUP),
        ("not(())", "query", message::EMPTY_GROUP),
        ("select=a()", "query", message::EMPTY_GROUP),
    ]);
}

#[test]
fn functions() {
    refused(&[
        ("Nand(a=1)", "Nand", message::UNKNOWN_GROUP),
        ("filter(group.sellers)", "filter", message::UNKNOWN_GROUP),
        ("render(1)", "render", message::UNKNOWN_GROUP),
        ("and(render(),a=1)", "render", message::UNKNOWN_GROUP),
        ("eq(upper(a),1)", "upper", message::UNKNOWN_GROUP),
        ("eq(a,now())", "now", message::UNKNOWN_GROUP),
        ("in(a,(b,c%26d()))", "c&d", message::UNKNOWN_GROUP),
    ]);
}

#[test]
fn numbers_of_arguments() {
    refused(&[
        ("not()", "not", message::UNARY),
        ("Not(a=1,b=2)", "Not", message::UNARY),
        ("eq()", "eq", message::BINARY),
        ("gte(a)", "gte", message::BINARY),
        ("like(a,b,c)", "like", message::BINARY),
        ("in()", "in", message::BINARY),
        ("in(a)", "in", message::BINARY),
        ("out(a,b,c)", "out", message::BINARY),
        ("in(a,(b),c)", "in", message::BINARY),
        ("any()", "any", message::COLLECTION),
        ("any(a,b=1,c=2)", "any", message::BINARY),
        ("all()", "all", message::ALL),
        ("all(a)", "all", message::ALL),
        ("all(a,b=1,c=2)", "all", message::ALL),
        ("eq(a,null(b))", "null", message::CONSTANT),
        ("a=Empty(b)", "Empty", message::CONSTANT),
        ("eq(self(a),b)", "self", message::CONSTANT),
        ("self(a)=1", "self", message::CONSTANT),
    ]);
}

#[test]
fn shortcuts() {
    for raw in
        ["rql=eq(a,b)", "a=", "a=&b=1", "a==1", "a=b=c", "a=(1,2)", "a=self()", "a=foo()", "self()=", "(a=)"]
    {
        assert_eq!(refusal(raw), ("query".into(), message::INVALID_SHORTCUT.into()), "{raw}");
    }
}

#[test]
fn lexing() {
    refused(&[
        ("a=%", "query", message::ENCODING),
        ("limit=1&a=%FF", "query", message::ENCODING),
        ("a='b", "query", message::UNTERMINATED),
        ("eq(a,'b'c)&limit=1", "query", message::UNTERMINATED),
        ("select='a", "query", message::UNTERMINATED),
        ("eq(a,b", "query", message::UNBALANCED),
        ("eq(a,b))", "query", message::UNBALANCED),
        (")", "query", message::UNBALANCED),
        ("a=1)&(b=2", "query", message::UNBALANCED),
        ("select=a(b", "query", message::UNBALANCED),
    ]);
}

#[test]
fn parameters() {
    refused(&[
        ("limit=", "limit", message::NOT_AN_INTEGER),
        ("limit=-1", "limit", message::NOT_AN_INTEGER),
        ("limit=+1", "limit", message::NOT_AN_INTEGER),
        ("limit=1e3", "limit", message::NOT_AN_INTEGER),
        ("offset=1.0", "offset", message::NOT_AN_INTEGER),
        ("offset='1'", "offset", message::NOT_AN_INTEGER),
        ("offset=1,2", "offset", message::NOT_AN_INTEGER),
        ("offset=%D9%A1", "offset", message::NOT_AN_INTEGER),
        ("limit=1&limit=1", "limit", message::REPEATED),
        ("offset=1&a=1&offset=2", "offset", message::REPEATED),
        ("cursor=&cursor=", "cursor", message::REPEATED),
        ("order=a&order=b", "order", message::REPEATED),
        ("select=a&select=b", "select", message::REPEATED),
    ]);
}
