//! A raw query without the parameters that say where the page starts.

use crate::decode::decode_up_to;
use crate::error::Error;
use crate::lexer::{Kind, lex};
use crate::limits::{CURSOR_BYTES, QUERY_BYTES};

/// The raw query without `offset` and `cursor`, everything else as it was sent: what a link to another page repeats.
///
/// # Errors
/// Those of [`parse_query`](crate::parse_query) about the length and the encoding of the whole.
pub fn without_position(raw: &str) -> Result<String, Error> {
    let text = decode_up_to(raw, QUERY_BYTES + CURSOR_BYTES)?;
    // A raw ampersand is one in the decoded text and the other way round, because `%26` is decoded to something
    // else. So each segment has as many raw pieces as it has ampersands inside, and one more.
    let mut pieces = raw.split('&');
    let kept = segments(&text).into_iter().filter_map(|segment| {
        let count = segment.matches('&').count() + 1;
        let raw: Vec<&str> = pieces.by_ref().take(count).collect();
        (!is_position(segment)).then(|| raw.join("&"))
    });
    Ok(kept.collect::<Vec<_>>().join("&"))
}

fn is_position(segment: &str) -> bool {
    let name = segment.split_once('=').map(|(name, _)| name.trim_matches(' '));
    matches!(name, Some("offset" | "cursor"))
}

/// The text between ampersands that no quotes and no parentheses enclose.
fn segments(text: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for token in lex(text) {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Ampersand if depth == 0 => {
                segments.push(text.get(start..token.end - 1).unwrap_or_default());
                start = token.end;
            }
            _ => {}
        }
    }
    segments.push(text.get(start..).unwrap_or_default());
    segments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_query;

    #[test]
    fn only_the_position_goes() {
        for (raw, left) in [
            ("", ""),
            ("offset=3", ""),
            ("cursor=abc", ""),
            ("limit=5&offset=3&order=-name", "limit=5&order=-name"),
            ("a=1&cursor=x&b=%26offset=2", "a=1&b=%26offset=2"),
            ("name='x&offset=3'&offset=4", "name='x&offset=3'"),
            ("name=%27x&cursor=3%27&%63ursor=4", "name=%27x&cursor=3%27"),
            ("(a=1&offset=2)&offset=3&c=4", "(a=1&offset=2)&c=4"),
            ("like(name,'*O'Neil & co*')&offset=1&render()", "like(name,'*O'Neil & co*')&render()"),
            ("&a=1&&offset=%31&", "&a=1&&"),
            (" offset =1&a=1", "a=1"),
        ] {
            assert_eq!(without_position(raw).as_deref(), Ok(left), "{raw}");
        }
    }

    #[test]
    fn a_cursor_does_not_count_as_length() {
        let cursor = format!("cursor={}", "a".repeat(CURSOR_BYTES));
        let filter = format!("&name={}", "b".repeat(QUERY_BYTES - "cursor=&name=".len()));
        assert!(parse_query(&format!("{cursor}{filter}")).is_ok());
        let too_long = Some("Query is too long.".to_owned());
        for long in [
            format!("{cursor}{filter}b"),
            format!("{cursor}{}", "a".repeat(QUERY_BYTES)),
            format!("name={cursor}"),
        ] {
            assert_eq!(parse_query(&long).err().map(|error| error.message), too_long, "{}", long.len());
        }
        let kept = without_position(&format!("{cursor}{filter}")).unwrap();
        assert_eq!(kept.len(), filter.len() - 1);
    }
}
