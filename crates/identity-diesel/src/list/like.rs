//! Patterns. Text compares by code point on both databases, so what starts with a prefix is a range.

use identity_core::id::IdShape;
use identity_core::list::{Anchor, Pattern};

use crate::sql::{Bind, Sql};

/// The least text that lies above every text starting with `prefix`; `None` when there is none.
fn above(prefix: &str) -> Option<String> {
    let mut head = prefix.to_owned();
    while let Some(last) = head.pop() {
        // The successor of the last code point before the surrogates is the first one after them.
        let next = match last {
            '\u{D7FF}' => Some('\u{E000}'),
            other => char::from_u32(u32::from(other) + 1),
        };
        if let Some(next) = next {
            head.push(next);
            return Some(head);
        }
    }
    None
}

fn chars(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

/// Appends the test of a text that `column` appends, folded where the pattern ignores case.
pub(super) fn push(out: &mut Sql, pattern: &Pattern, column: impl Fn(&mut Sql)) {
    let text = || Bind::Text(pattern.text.clone());
    match pattern.anchor {
        Anchor::Whole => {
            column(out);
            out.push(" = ").bind(text());
        }
        Anchor::Start => {
            column(out);
            out.push(" >= ").bind(text());
            if let Some(end) = above(&pattern.text) {
                out.push(" AND ");
                column(out);
                out.push(" < ").bind(Bind::Text(end));
            }
        }
        // What replacing the text changes contains it; an empty text is contained in all.
        Anchor::Inside if pattern.text.is_empty() => {
            column(out);
            out.push(" IS NOT NULL");
        }
        Anchor::Inside => {
            out.push("replace(");
            column(out);
            out.push(", ").bind(text()).push(", '') <> ");
            column(out);
        }
        Anchor::End => {
            let length = chars(&pattern.text);
            out.push("length(");
            column(out);
            out.push(") >= ").bind(length).push(" AND substr(");
            column(out);
            out.push(", CAST(length(");
            column(out);
            out.push(") + 1 - ").bind(length).push(" AS INTEGER)) = ").bind(text());
        }
    }
}

/// The most groups of four digits an identifier has.
const GROUPS_MAX: u32 = 4;

/// Appends the text that an identifier of so many groups has.
fn push_id_form(out: &mut Sql, prefix: &str, groups: u32, column: &impl Fn(&mut Sql)) {
    out.push("'").push(prefix).push("'");
    for group in (0..groups).rev() {
        out.push(" || '-' || substr(CAST(10000 + ");
        column(out);
        out.push(&format!(" / {} % 10000 AS TEXT), 2)", IdShape::space(group)));
    }
}

/// Appends the text of an identifier whose number `column` appends; greater numbers have more groups.
pub(super) fn push_id_text(out: &mut Sql, shape: IdShape, column: impl Fn(&mut Sql)) {
    out.push("(");
    for groups in shape.groups_min..GROUPS_MAX {
        out.push("CASE WHEN ");
        column(out);
        out.push(&format!(" < {} THEN ", IdShape::space(groups)));
        push_id_form(out, shape.prefix, groups, &column);
        out.push(" ELSE ");
    }
    push_id_form(out, shape.prefix, GROUPS_MAX, &column);
    for _ in shape.groups_min..GROUPS_MAX {
        out.push(" END");
    }
    out.push(")");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_prefix_skips_what_is_no_character() {
        for (prefix, end) in [
            ("a", Some("b")),
            ("az", Some("a{")),
            ("\u{D7FF}", Some("\u{E000}")),
            ("a\u{10FFFF}", Some("b")),
            ("\u{10FFFF}", None),
            ("", None),
        ] {
            assert_eq!(above(prefix).as_deref(), end, "{prefix:?}");
        }
    }
}
