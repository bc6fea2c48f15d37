//! Percent-escapes of the raw query.
//!
//! An escape counts like the raw character, with one exception: `%26` is text and never separates.
//! The decoded text therefore writes it as [`ESCAPED_AMPERSAND`] until a token's text is taken out.

use crate::error::Error;
use crate::limits::QUERY_BYTES;
use crate::message;

/// Stands for `%26` in decoded text. NUL is free for this because a query that contains it is
/// refused: no stored text contains NUL, and PostgreSQL cannot even compare with it.
const ESCAPED_AMPERSAND: u8 = 0;

/// Decodes the whole raw query, after its length was found acceptable.
pub(crate) fn decode(raw: &str) -> Result<String, Error> {
    decode_up_to(raw, QUERY_BYTES)
}

/// The same with another length.
pub(crate) fn decode_up_to(raw: &str, bytes_max: usize) -> Result<String, Error> {
    if raw.len() > bytes_max {
        return Err(Error::query(message::TOO_LONG));
    }
    decoded_bytes(raw)
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| Error::query(message::ENCODING))
}

/// The text as the client meant it: what a token spells, with its ampersands.
pub(crate) fn plain(decoded: &str) -> String {
    decoded.replace(char::from(ESCAPED_AMPERSAND), "&")
}

fn decoded_bytes(raw: &str) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(raw.len());
    let mut bytes = raw.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            0 => return None,
            b'%' => match hex(bytes.next()?)? << 4 | hex(bytes.next()?)? {
                0 => return None,
                b'&' => ESCAPED_AMPERSAND,
                other => other,
            },
            other => other,
        });
    }
    Some(decoded)
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(raw: &str) -> String {
        plain(&decode(raw).unwrap())
    }

    #[test]
    fn escapes_are_utf8_bytes_in_either_case() {
        assert_eq!(decoded("%c3%A9%20x"), "é x");
    }

    #[test]
    fn plus_is_a_plus() {
        assert_eq!(decoded("a+b%2B"), "a+b+");
    }

    #[test]
    fn raw_and_escaped_ampersand_differ_until_taken_out() {
        assert_ne!(decode("&").unwrap(), decode("%26").unwrap());
        assert_eq!(decoded("&%26"), "&&");
    }

    #[test]
    fn bad_escapes_bad_utf8_and_nul_are_refused() {
        for raw in ["%", "%4", "%zz", "%+4", "%C3", "%C3é", "%FF", "%ED%A0%80", "%C0%80", "%00", "\0"] {
            assert_eq!(decode(raw), Err(Error::query(message::ENCODING)), "{raw:?}");
        }
    }

    #[test]
    fn length_is_that_of_the_raw_text() {
        assert!(decode(&"a".repeat(QUERY_BYTES)).is_ok());
        let long = "%20".repeat(QUERY_BYTES / 3 + 1);
        assert_eq!(decode(&long), Err(Error::query(message::TOO_LONG)));
    }
}
