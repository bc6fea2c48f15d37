//! Parsing never panics, and what was accepted prints as a query that parses to the same tree.

#![no_main]

use identity_rql::{limits, parse_query, parse_select_only};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = parse_select_only(text);
    let Ok(mut query) = parse_query(text) else { return };
    // The one part that may not survive printing; the crate's documentation says which.
    query.cursor = None;
    let print = query.to_string();
    // Escapes may make it longer than a query may be.
    if print.len() <= limits::QUERY_BYTES {
        assert_eq!(parse_query(&print), Ok(query), "{print}");
    }
});
