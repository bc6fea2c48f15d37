//! Tokens of the decoded query.
//!
//! Lexing never fails: a quote that is never closed is a token too, for the parsers to refuse. So the
//! segments of a query that nobody reads need not be well-formed.

use crate::error::Error;
use crate::message;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// `;` or `|`
    Or,
    /// A raw `&`.
    Ampersand,
    /// `=`
    Equals,
    /// The text between quotes.
    Quoted(&'a str),
    /// Any other text, without its outer spaces.
    Bare(&'a str),
    /// An opening quote without a closing one.
    Unterminated,
}

/// A token and where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// What it is.
    pub(crate) kind: Kind<'a>,
    /// Offset in the decoded text of the first byte after it.
    pub(crate) end: usize,
}

/// Cuts decoded text into tokens.
pub(crate) fn lex(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut rest = text.trim_start_matches(' ');
    while let Some(first) = rest.chars().next() {
        let value_may_start =
            tokens.last().is_some_and(|last| matches!(last.kind, Kind::Open | Kind::Comma | Kind::Equals));
        let (kind, length) = match (structural(first), first) {
            (Some(kind), _) => (kind, 1),
            (None, '\'' | '"') if value_may_start => quoted(rest, first),
            (None, _) => bare(rest),
        };
        let end = text.len() - rest.len() + length;
        tokens.push(Token { kind, end });
        rest = from(text, end).trim_start_matches(' ');
    }
    tokens
}

/// Refuses tokens in which a quote or a parenthesis lacks its counterpart.
pub(crate) fn check_closed(tokens: &[Token<'_>]) -> Result<(), Error> {
    if tokens.iter().any(|token| token.kind == Kind::Unterminated) {
        return Err(Error::query(message::UNTERMINATED));
    }
    let depth = tokens.iter().try_fold(0_usize, |depth, token| match token.kind {
        Kind::Open => Some(depth + 1),
        Kind::Close => depth.checked_sub(1),
        _ => Some(depth),
    });
    if depth == Some(0) { Ok(()) } else { Err(Error::query(message::UNBALANCED)) }
}

fn structural(c: char) -> Option<Kind<'static>> {
    match c {
        '(' => Some(Kind::Open),
        ')' => Some(Kind::Close),
        ',' => Some(Kind::Comma),
        ';' | '|' => Some(Kind::Or),
        '&' => Some(Kind::Ampersand),
        '=' => Some(Kind::Equals),
        _ => None,
    }
}

fn bare(rest: &str) -> (Kind<'_>, usize) {
    let end = rest.find(|c| structural(c).is_some()).unwrap_or(rest.len());
    let text = until(rest, end).trim_end_matches(' ');
    (Kind::Bare(text), text.len())
}

/// A quote closes only where a value can end, because clients send apostrophes raw. Each look-ahead
/// stops at the next quote at the latest, so this is linear.
fn quoted(rest: &str, quote: char) -> (Kind<'_>, usize) {
    let body = from(rest, 1);
    body.match_indices(quote)
        .find(|(at, _)| {
            let after = from(body, at + 1).trim_start_matches(' ');
            after.is_empty() || after.starts_with([')', ',', '&', ';', '|'])
        })
        .map_or((Kind::Unterminated, rest.len()), |(at, _)| (Kind::Quoted(until(body, at)), at + 2))
}

// The offsets that these two get are always character boundaries; an empty text would end the lexing.
fn from(text: &str, start: usize) -> &str {
    text.get(start..).unwrap_or_default()
}

fn until(text: &str, end: usize) -> &str {
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Kind::{Ampersand, Bare, Close, Comma, Equals, Open, Or, Quoted, Unterminated};
    use super::*;

    fn kinds(text: &str) -> Vec<Kind<'_>> {
        lex(text).into_iter().map(|token| token.kind).collect()
    }

    #[test]
    fn outer_spaces_go_and_inner_stay() {
        assert_eq!(
            kinds(" f ( a  b , ' c ' ) "),
            [Bare("f"), Open, Bare("a  b"), Comma, Quoted(" c "), Close]
        );
    }

    #[test]
    fn a_quote_opens_only_where_a_value_may_start() {
        assert_eq!(kinds("'a'=O'Neil"), [Bare("'a'"), Equals, Bare("O'Neil")]);
        assert_eq!(kinds("a;\"b\""), [Bare("a"), Or, Bare("\"b\"")]);
        assert_eq!(kinds("&'b'"), [Ampersand, Bare("'b'")]);
    }

    #[test]
    fn a_quote_closes_only_where_a_value_can_end() {
        assert_eq!(
            kinds("a='x'y' & b' ;c"),
            [Bare("a"), Equals, Quoted("x'y"), Ampersand, Bare("b'"), Or, Bare("c")]
        );
        assert_eq!(kinds("a=\"it's\"|b"), [Bare("a"), Equals, Quoted("it's"), Or, Bare("b")]);
        assert_eq!(kinds("a=''')"), [Bare("a"), Equals, Quoted("'"), Close]);
        assert_eq!(kinds("a='' "), [Bare("a"), Equals, Quoted("")]);
        assert_eq!(kinds("a='x' y"), [Bare("a"), Equals, Unterminated]);
    }

    #[test]
    fn tokens_know_where_they_end() {
        let ends: Vec<_> = lex(" é= 'ü' ").into_iter().map(|token| token.end).collect();
        assert_eq!(ends, [3, 4, 9]);
    }

    #[test]
    fn counterparts_are_required() {
        for (text, message) in [
            ("(", message::UNBALANCED),
            (")", message::UNBALANCED),
            (")(", message::UNBALANCED),
            ("a=(b", message::UNBALANCED),
            ("(a='b)", message::UNTERMINATED),
        ] {
            assert_eq!(check_closed(&lex(text)), Err(Error::query(message)), "{text}");
        }
        assert_eq!(check_closed(&lex("f(a,(b),')')")), Ok(()));
    }
}
