//! The head of a text: `Subject: …`, maybe `Action: …` for the label of the page's button, then an empty line.

use super::Flaw;

/// A rendered text, taken apart.
pub(super) struct Head<'a> {
    pub(super) subject: &'a str,
    pub(super) action: Option<&'a str>,
    pub(super) body: &'a str,
}

/// Takes a rendered text apart.
///
/// # Errors
/// [`Flaw`] that names the template and the line.
pub(super) fn split<'a>(template: &str, rendered: &'a str) -> Result<Head<'a>, Flaw> {
    let mut lines = rendered.splitn(3, '\n');
    let subject = lines.next().and_then(|line| member(line, "Subject: "));
    let subject = subject.ok_or_else(|| Flaw::at(template, 1, "the first line must be `Subject: …`"))?;
    let second = lines.next().unwrap_or_default();
    let action = member(second, "Action: ");
    let body = lines.next().unwrap_or_default();
    let body = match action {
        Some(_) => body.strip_prefix('\n'),
        None => second.trim().is_empty().then_some(body),
    };
    let line = 2 + usize::from(action.is_some());
    let body =
        body.ok_or_else(|| Flaw::at(template, line, "an empty line must part the head from the text"))?;
    if body.trim().is_empty() {
        return Err(Flaw::at(template, line + 1, "there is no text"));
    }
    Ok(Head { subject, action, body })
}

fn member<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.strip_prefix(name).map(str::trim).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(rendered: &str) -> Result<(&str, Option<&str>, &str), String> {
        let head = split("en/removed.txt", rendered).map_err(|flaw| flaw.to_string())?;
        Ok((head.subject, head.action, head.body))
    }

    #[test]
    fn a_head_has_a_subject_and_maybe_an_action() {
        assert_eq!(apart("Subject: A\n\nText\n\nMore"), Ok(("A", None, "Text\n\nMore")));
        assert_eq!(apart("Subject: A \nAction: B\n\nText"), Ok(("A", Some("B"), "Text")));
    }

    #[test]
    fn flaws_are_told_with_their_line() {
        for (rendered, told) in [
            ("", "line 1: the first line"),
            ("Betreff: A\n\nText", "line 1: the first line"),
            ("Subject: \n\nText", "line 1: the first line"),
            ("Subject: A\nText", "line 2: an empty line"),
            ("Subject: A\nAction: B\nText", "line 3: an empty line"),
            ("Subject: A\nAction:\n\nText", "line 2: an empty line"),
            ("Subject: A\n\n \n", "line 3: there is no text"),
            ("Subject: A", "line 3: there is no text"),
        ] {
            let flaw = apart(rendered).unwrap_err();
            assert!(flaw.starts_with(&format!("en/removed.txt {told}")), "{rendered:?}: {flaw}");
        }
    }
}
