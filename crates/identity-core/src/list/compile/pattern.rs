//! Patterns of `like` and `ilike`.

use super::super::field::Kind;
use super::super::filter::{Anchor, Pattern, Test};
use crate::value::fold;

/// Reads a pattern. E-mails ignore case whatever the operator says.
pub(super) fn test<V>(kind: Kind, text: &str, ignores_case: bool) -> Test<V> {
    if text == "*" {
        return Test::Present;
    }
    let (starts, rest) = match text.strip_prefix('*') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (ends, rest) = match rest.strip_suffix('*') {
        Some(inner) if !inner.ends_with('\\') => (true, inner),
        _ => (false, rest),
    };
    let anchor = match (starts, ends) {
        (false, false) => Anchor::Whole,
        (false, true) => Anchor::Start,
        (true, false) => Anchor::End,
        (true, true) => Anchor::Inside,
    };
    let ignores_case = ignores_case || kind == Kind::Email;
    let text = unescape(rest, starts, ends);
    Test::Like(Pattern { text: if ignores_case { fold(&text) } else { text }, anchor, ignores_case })
}

/// `\*` at an end that has no star of its own is a literal star.
fn unescape(text: &str, has_first_star: bool, has_last_star: bool) -> String {
    let text = match text.strip_prefix("\\*") {
        Some(rest) if !has_first_star => format!("*{rest}"),
        _ => text.to_owned(),
    };
    match text.strip_suffix("\\*") {
        Some(rest) if !has_last_star => format!("{rest}*"),
        _ => text,
    }
}
