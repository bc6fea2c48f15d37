//! Input that wants to hurt: deep, random, or nearly right.

use proptest::prelude::*;

use super::round_trip::runner;
use crate::filter;
use crate::lexer::{check_closed, lex};
use crate::limits::QUERY_BYTES;
use crate::{message, parse_query, parse_select_only};

const MILLION: usize = 1_000_000;

#[test]
fn a_query_a_million_deep_is_too_long() {
    for open in ["(", "not(", "any(x,", "and(a=1,"] {
        let raw = format!("{}a=1{}", open.repeat(MILLION), ")".repeat(MILLION));
        assert_eq!(parse_query(&raw).unwrap_err().message, message::TOO_LONG);
        assert_eq!(parse_select_only(&raw).unwrap_err().message, message::TOO_LONG);
    }
}

// The limit on the length comes first, so the parsers are asked directly whether they hold alone.
#[test]
fn the_parsers_bound_the_depth_themselves() {
    let filter_text = format!("{}a=1{}", "not(".repeat(MILLION), ")".repeat(MILLION));
    let tokens = lex(&filter_text);
    assert!(check_closed(&tokens).is_ok());
    assert_eq!(filter::parse(&tokens).unwrap_err().message, message::TOO_DEEP);

    let select_text = format!("{}a{}", "a(".repeat(MILLION), ")".repeat(MILLION));
    assert_eq!(crate::select::parse(&lex(&select_text)).unwrap_err().message, message::TOO_DEEP);
}

#[test]
fn the_deepest_query_that_is_short_enough() {
    let depth = QUERY_BYTES / 2 - 2;
    let raw = format!("{}a=1{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(parse_query(&raw).unwrap_err().message, message::TOO_DEEP);
    assert_eq!(parse_query(&"(".repeat(QUERY_BYTES)).unwrap_err().message, message::UNBALANCED);
}

// A look-ahead that started over at every quote would take seconds here.
#[test]
fn quotes_and_spaces_are_read_in_linear_time() {
    let text = format!("a='{}", "'    ".repeat(MILLION / 5)) + "x";
    assert_eq!(lex(&text).len(), 3);
}

#[test]
fn random_text_never_panics() {
    runner(4096)
        .run(&any::<String>(), |raw| {
            let _ = parse_query(&raw);
            let _ = parse_select_only(&raw);
            Ok(())
        })
        .unwrap();
}

#[test]
fn random_bytes_never_panic() {
    runner(4096)
        .run(&proptest::collection::vec(any::<u8>(), 0..64), |bytes| {
            let escaped = bytes.iter().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
            let _ = parse_query(&escaped);
            let _ = parse_query(&String::from_utf8_lossy(&bytes));
            Ok(())
        })
        .unwrap();
}
