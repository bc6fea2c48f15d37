//! How values are written into a page. Of what HTML can escape only what it must: a link with `&#x2f;` in it looks
//! to mail filters like one that hides something.

use std::fmt::Write as _;

use minijinja::value::Value;
use minijinja::{AutoEscape, Error, Output, State, escape_formatter};

pub(super) fn write(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    let is_html = *state.auto_escape() == AutoEscape::Html;
    match value.as_str().filter(|_| is_html && !value.is_safe()) {
        Some(text) => Ok(escaped(out, text)?),
        None => escape_formatter(out, state, value),
    }
}

fn escaped(out: &mut Output, text: &str) -> std::fmt::Result {
    for c in text.chars() {
        match c {
            '&' => out.write_str("&amp;"),
            '<' => out.write_str("&lt;"),
            '>' => out.write_str("&gt;"),
            '"' => out.write_str("&quot;"),
            '\'' => out.write_str("&#x27;"),
            c => out.write_char(c),
        }?;
    }
    Ok(())
}
