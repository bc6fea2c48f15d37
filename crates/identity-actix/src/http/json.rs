//! JSON straight into a byte buffer: nothing is built only to be written.

use std::fmt;
use std::io::Write as _;

use identity_core::id::Id;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Writes a string with its quotes; what needs no escape is copied in runs.
pub(crate) fn string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\')) {
        let (run, tail) = rest.split_at(at);
        out.extend_from_slice(run);
        let Some((byte, tail)) = tail.split_first() else { break };
        escape(out, *byte);
        rest = tail;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

fn escape(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'"' => out.extend_from_slice(b"\\\""),
        b'\\' => out.extend_from_slice(b"\\\\"),
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\t' => out.extend_from_slice(b"\\t"),
        _ => {
            let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or(b'0');
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

/// Writes what a value displays, which must need neither quotes nor escapes.
pub(crate) fn plain(out: &mut Vec<u8>, value: impl fmt::Display) {
    // Writing to a vector cannot fail, and a value that cannot display itself has nothing to show.
    let _ = write!(out, "{value}");
}

/// Writes an identifier as [`fmt::Display`] does, without the formatting machinery: a page has hundreds of them.
pub(crate) fn id<I: Id>(out: &mut Vec<u8>, id: I) {
    out.extend_from_slice(I::SHAPE.prefix.as_bytes());
    let number = id.number();
    for group in (0..I::SHAPE.groups_of(number)).rev() {
        let digits = number / 10_u64.pow(4 * group) % 10_000;
        out.push(b'-');
        for place in [1000, 100, 10, 1] {
            out.push(b'0' + u8::try_from(digits / place % 10).unwrap_or(0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use identity_core::id::{AuditId, MembershipId, ModuleId, UserId};

    #[test]
    fn strings_read_back_as_they_were() {
        for text in ["", "plain", "a\"b\\c\n\r\t\u{1}\u{1f}", "日本 😀 \u{7f}", "\"", "ends\\"] {
            let mut out = Vec::new();
            string(&mut out, text);
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
    }

    #[test]
    fn identifiers_are_written_as_they_display() {
        fn check<I: Id>(number: u64) {
            let mut out = Vec::new();
            id(&mut out, I::from_number(number));
            assert_eq!(String::from_utf8(out).unwrap(), I::from_number(number).to_string());
        }
        for number in [1, 9_999, 10_000, 41_347_330, 99_999_999, 100_000_000, 9_999_999_999_999_999] {
            check::<UserId>(number);
            check::<ModuleId>(number);
            check::<MembershipId>(number);
            check::<AuditId>(number);
        }
    }
}
