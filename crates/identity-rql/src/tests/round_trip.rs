//! Parsing what was printed gives the same tree.

use std::cell::Cell;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select as one_of;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::build::{filter, quoted};
use crate::without_position;
use crate::{
    CompareOp, Expr, Literal, Operand, OrderItem, Path, Query, Select, SelectItem, SelectTarget, Sign, Value,
    parse_query,
};

/// A runner that tries the same cases on every machine and on every day.
pub fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

fn path() -> impl Strategy<Value = Path> {
    "[A-Za-z][A-Za-z0-9_-]{0,4}(\\.[A-Za-z][A-Za-z0-9_-]{0,4}){0,2}"
        .prop_map(|text| Path::parse(&text).unwrap())
}

/// Texts rich in the characters that mean something, without those that [`Literal`] rules out.
fn literal() -> impl Strategy<Value = Literal> {
    let bare = "[a-z*+'\"%&. é]{1,8}"
        .prop_map(|text| text.trim_matches(' ').to_owned())
        .prop_filter("a bare text is not empty", |text| !text.is_empty() && !text.starts_with(['\'', '"']));
    let quoted = one_of(vec!['\'', '"']).prop_flat_map(|other| {
        vec("[a-z()&,;|=+% *\\\\\n]{0,3}".prop_map(move |text| format!("{text}{other}")), 0..3)
            .prop_flat_map(|parts| ("[a-z ]{0,3}", Just(parts.concat()), "[^\0'\"]{0,6}"))
            .prop_map(|(before, middle, after)| before + &middle + &after)
    });
    prop_oneof![
        bare.prop_map(|text| Literal { text, quoted: false }),
        quoted.prop_map(|text| Literal { text, quoted: true }),
    ]
}

fn operand() -> impl Strategy<Value = Operand> {
    prop_oneof![4 => path().prop_map(Operand::Path), 1 => Just(Operand::SelfValue)]
}

fn comparison() -> impl Strategy<Value = Expr> {
    use CompareOp::{Eq, Ge, Gt, Ilike, Le, Like, Lt, Ne};
    let any_op = one_of(vec![Eq, Ne, Gt, Ge, Lt, Le, Like, Ilike]);
    let constant = one_of(vec![Value::Null, Value::Empty]);
    prop_oneof![
        (any_op, operand(), literal().prop_map(Value::Literal)),
        (one_of(vec![Eq, Ne]), operand(), constant),
    ]
    .prop_map(|(op, left, right)| Expr::Compare { op, left, right })
}

fn leaf() -> impl Strategy<Value = Expr> {
    prop_oneof![
        4 => comparison(),
        1 => (any::<bool>(), operand(), vec(literal(), 1..4))
            .prop_map(|(negated, left, items)| Expr::In { negated, left, items }),
        1 => path().prop_map(|path| Expr::Any { path, condition: None }),
    ]
}

fn expr() -> impl Strategy<Value = Expr> {
    leaf().prop_recursive(5, 24, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Expr::And),
            vec(inner.clone(), 2..4).prop_map(Expr::Or),
            inner.clone().prop_map(|condition| Expr::Not(Box::new(condition))),
            (path(), inner.clone())
                .prop_map(|(path, condition)| Expr::Any { path, condition: Some(Box::new(condition)) }),
            (path(), inner).prop_map(|(path, condition)| Expr::All { path, condition: Box::new(condition) }),
        ]
    })
}

fn select() -> impl Strategy<Value = Select> {
    let plain = prop_oneof![3 => path().prop_map(SelectTarget::Path), 1 => Just(SelectTarget::Star)];
    let target = plain.prop_recursive(3, 12, 3, |inner| {
        (path(), selection(inner, 1)).prop_map(|(path, select)| SelectTarget::Nested(path, select))
    });
    selection(target, 0)
}

fn selection(target: impl Strategy<Value = SelectTarget>, least: usize) -> impl Strategy<Value = Select> {
    let item =
        (one_of(vec![Sign::Add, Sign::Remove]), target).prop_map(|(sign, what)| SelectItem { sign, what });
    vec(item, least..4).prop_map(|items| Select { items })
}

fn query() -> impl Strategy<Value = Query> {
    let order = (path(), any::<bool>()).prop_map(|(path, descending)| OrderItem { path, descending });
    let cursor = proptest::option::of("[A-Za-z0-9+/=&._~é-]{0,20}");
    (
        any::<(Option<u64>, Option<u64>, bool)>(),
        cursor,
        vec(order, 0..6),
        select(),
        proptest::option::of(expr()),
    )
        .prop_map(|((limit, offset, render), cursor, order, select, filter)| Query {
            limit,
            offset,
            cursor,
            order,
            select,
            render,
            filter,
        })
}

#[test]
fn parsing_a_print_gives_the_tree() {
    runner(1024)
        .run(&query(), |query| {
            let print = query.to_string();
            prop_assert_eq!(parse_query(&print), Ok(query), "{}", print);
            Ok(())
        })
        .unwrap();
}

/// A link to another page asks for the same rows, members and order.
#[test]
fn without_its_position_a_query_is_the_same() {
    runner(1024)
        .run(&query(), |query| {
            let print = query.to_string();
            let kept = without_position(&print).unwrap();
            prop_assert_eq!(
                parse_query(&kept),
                Ok(Query { offset: None, cursor: None, ..query }),
                "{}",
                print
            );
            Ok(())
        })
        .unwrap();
}

/// Whatever parses also prints, within the same limits, even if no client would write it like that.
#[test]
fn printing_a_parse_keeps_the_tree() {
    let pieces = vec![
        "a=1",
        "b.c='x'",
        "d=O'Neil",
        "eq(e,'y')",
        "in(f,(1,'2'))",
        "any(g,",
        "all(h,",
        "not(",
        "and(",
        "or(",
        "(",
        ")",
        ")",
        ")",
        "&",
        ",",
        ";",
        "|",
        "'",
        "%22",
        "%26",
        " ",
        "null()",
        "limit=1",
        "render()",
    ];
    let accepted = Cell::new(0);
    runner(10_000)
        .run(&vec(one_of(pieces), 1..12), |pieces| {
            if let Ok(query) = parse_query(&pieces.concat()) {
                accepted.set(accepted.get() + 1);
                prop_assert_eq!(parse_query(&query.to_string()), Ok(query));
            }
            Ok(())
        })
        .unwrap();
    assert!(accepted.get() > 100, "only {} of the texts were queries", accepted.get());
}

#[test]
fn a_text_may_hold_either_quote_but_not_both_before_a_separator() {
    for text in ["'", "\"", "a' ,\"b", "a\",'b", "'x'\"y\"", "' & \" &", " 'a' "] {
        let literal = quoted(text);
        assert_eq!(filter(&format!("a={literal}")), super::build::eq("a", literal), "{text}");
    }
}
