//! Texts in printed queries: percent-encoding and the choice of quotes.

use std::fmt;

/// ASCII that stays as it is. Everything else, `&`, `+` and `%` among it, is escaped; that never
/// changes the meaning, because an escape counts like the character and `&` in a text must be `%26`.
const KEPT: &str = "-._~*:@/!$'(),;=";

/// Prints a text percent-encoded.
pub(crate) struct Encoded<'a>(pub(crate) &'a str);

impl fmt::Display for Encoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0.bytes() {
            let c = char::from(byte);
            if c.is_ascii_alphanumeric() || KEPT.contains(c) {
                write!(f, "{c}")?;
            } else {
                write!(f, "%{byte:02X}")?;
            }
        }
        Ok(())
    }
}

/// Prints a text in quotes that it does not close itself, single ones where both would do.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quote = if closes(self.0, '\'') && !closes(self.0, '"') { "%22" } else { "'" };
        write!(f, "{quote}{}{quote}", Encoded(self.0))
    }
}

/// Whether the lexer would take a quote inside the text for the closing one. An ampersand does not
/// matter here: it is printed as `%26`, which does not close.
fn closes(text: &str, quote: char) -> bool {
    text.split(quote).skip(1).any(|rest| rest.trim_start_matches(' ').starts_with([')', ',', ';', '|']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_unusual_is_escaped() {
        assert_eq!(Encoded("a b&c+d%é\"|#\n").to_string(), "a%20b%26c%2Bd%25%C3%A9%22%7C%23%0A");
    }

    #[test]
    fn single_quotes_unless_the_text_would_close_them() {
        assert_eq!(Quoted("O'Neil").to_string(), "'O'Neil'");
        assert_eq!(Quoted("it's 'it' ").to_string(), "'it's%20'it'%20'");
        assert_eq!(Quoted("a' &b").to_string(), "'a'%20%26b'");
        assert_eq!(Quoted("a' ,b").to_string(), "%22a'%20,b%22");
        assert_eq!(Quoted("a\",b").to_string(), "'a%22,b'");
    }
}
