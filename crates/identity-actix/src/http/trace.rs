//! Trace ids: W3C Trace Context, continued when a caller sends a valid one (platform.md §1.7).

use std::cell::Cell;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};

use actix_web::http::header::{HeaderMap, HeaderName};

static TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// The trace that a request belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Trace {
    id: u128,
    flags: u8,
}

impl Trace {
    /// Continues the caller's trace, or starts one.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let sent = headers.get(&TRACEPARENT).and_then(|value| parse(value.as_bytes()));
        sent.unwrap_or_else(|| Self { id: u128::from(random()) << 64 | u128::from(random()) | 1, flags: 0 })
    }

    /// The 32 hexadecimal digits of the trace id.
    pub(crate) fn id(self) -> String {
        format!("{:032x}", self.id)
    }

    /// The W3C form, with a span of our own.
    pub(crate) fn parent(self) -> String {
        format!("00-{:032x}-{:016x}-{:02x}", self.id, random() | 1, self.flags)
    }
}

/// Version `00` to `fe`, a trace id and a parent id that are not zero, and flags, all in lower case.
fn parse(text: &[u8]) -> Option<Trace> {
    let text = std::str::from_utf8(text).ok()?;
    let mut parts = text.split('-');
    let mut next = |len: usize| {
        let part = parts.next()?;
        let is_hex = part.len() == len && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        is_hex.then_some(part)
    };
    let (version, id, parent, flags) = (next(2)?, next(32)?, next(16)?, next(2)?);
    // Later versions may append parts; the first one has exactly four.
    if version == "ff" || (version == "00" && parts.next().is_some()) || parent.bytes().all(|b| b == b'0') {
        return None;
    }
    let id = u128::from_str_radix(id, 16).ok().filter(|id| *id != 0)?;
    Some(Trace { id, flags: u8::from_str_radix(flags, 16).ok()? })
}

/// SplitMix64 per thread, seeded by the hasher of the standard library. Trace ids are no secrets, so this need not
/// be unpredictable; it must not repeat and must not lock.
fn random() -> u64 {
    thread_local! {
        static STATE: Cell<u64> = Cell::new(RandomState::new().build_hasher().finish());
    }
    let state = STATE.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
    STATE.set(state);
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn of(text: &str) -> Trace {
        let mut headers = HeaderMap::new();
        headers.insert(TRACEPARENT.clone(), HeaderValue::from_str(text).unwrap());
        Trace::of(&headers)
    }

    #[test]
    fn a_valid_trace_is_continued_with_a_span_of_our_own() {
        let trace = of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assert_eq!(trace.id(), "4bf92f3577b34da6a3ce929d0e0e4736");
        let parent = trace.parent();
        assert!(parent.starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-") && parent.ends_with("-01"));
        assert!(!parent.contains("00f067aa0ba902b7"));
        assert_eq!(parse(parent.as_bytes()), Some(trace));
    }

    #[test]
    fn anything_else_starts_a_new_one() {
        let good = "4bf92f3577b34da6a3ce929d0e0e4736";
        for bad in [
            "",
            "00",
            &format!("ff-{good}-00f067aa0ba902b7-01"),
            &format!("00-{good}-0000000000000000-01"),
            &format!("00-{}-00f067aa0ba902b7-01", good.to_uppercase()),
            &format!("00-{}-00f067aa0ba902b7-01", "0".repeat(32)),
            &format!("00-{good}-00f067aa0ba902b7-01-x"),
            &format!("00-{good}0-00f067aa0ba902b7-01"),
        ] {
            assert_ne!(of(bad).id(), good, "{bad}");
        }
        assert_ne!(of("x").id(), of("x").id());
    }
}
