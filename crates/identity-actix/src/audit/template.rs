//! Filling the templates of audit records (`render()`).

use identity_core::audit::AuditRecord;

/// Fills `{{object.name}}` and `{{actor.name}}` in one pass, so that a name with braces in it fills nothing.
pub(super) fn fill(template: &str, record: &AuditRecord) -> String {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, tail)) = after.split_once("}}") else {
            out.push_str("{{");
            rest = after;
            continue;
        };
        match name {
            "object.name" => out.push_str(&record.object.name),
            "actor.name" => out.push_str(&record.actor.name),
            _ => {}
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use identity_core::id::AccountId;
    use identity_core::testing::fixture::record;

    #[test]
    fn names_are_filled_once() {
        let mut record = record(1, AccountId::new(1));
        record.object.name = "{{actor.name}}".into();
        record.actor.name = "Mara".into();
        assert_eq!(
            fill("{{actor.name}} disabled {{object.name}}.", &record),
            "Mara disabled {{actor.name}}."
        );
        assert_eq!(fill("plain", &record), "plain");
        assert_eq!(fill("{{other}}x{{", &record), "x{{");
    }
}
