//! Scopes and audiences of tokens (P-R6).

use std::collections::BTreeSet;

use crate::api_token::{ApiToken, LEVEL_ADMIN};
use crate::domain::{DomainRefusal, Faults};
use crate::id::ModuleId;
use crate::module::Catalogue;
use crate::value::Texts;

/// The scheme of scopes that stand for a module each.
const MODULE: &str = "module://";
/// Scopes that a token is given at most.
const SCOPES_MAX: usize = 50;
/// Audiences that a token is given at most.
const AUDIENCES_MAX: usize = 20;

/// What was asked for.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    /// `level://admin` and data scopes, as they were sent.
    pub kept: Vec<String>,
    /// Codes of modules.
    codes: Vec<String>,
}

impl Scopes {
    /// Takes what was sent apart.
    pub(super) fn read(sent: &Texts, faults: &mut Faults) -> Self {
        let entries = entries(sent);
        faults.unless(entries.len() <= SCOPES_MAX, DomainRefusal::ScopeMalformed);
        let mut scopes = Self::default();
        for entry in entries {
            if !is_scope(entry) {
                faults.note(DomainRefusal::ScopeMalformed);
            } else if let Some(code) = entry.strip_prefix(MODULE) {
                scopes.codes.push(code.to_owned());
            } else {
                scopes.kept.push(entry.to_owned());
            }
        }
        scopes
    }

    /// The modules that they stand for, among those of the account.
    pub(super) fn modules(
        &self,
        catalogue: &Catalogue,
        of_account: &BTreeSet<ModuleId>,
        faults: &mut Faults,
    ) -> BTreeSet<ModuleId> {
        let has_all = self.kept.iter().any(|scope| scope == LEVEL_ADMIN);
        let mut modules = if has_all { of_account.clone() } else { BTreeSet::new() };
        for code in &self.codes {
            let of_code = |id: &&ModuleId| catalogue.get(**id).is_some_and(|m| m.code.as_str() == code);
            let found = of_account.iter().find(of_code);
            faults.unless(found.is_some(), DomainRefusal::ModuleOutside);
            modules.extend(found);
        }
        modules
    }
}

/// For whom a token is meant.
pub(super) fn audience(sent: &Texts, faults: &mut Faults) -> Vec<String> {
    let entries = entries(sent);
    let is_fine = entries.len() <= AUDIENCES_MAX && entries.iter().all(|entry| is_audience(entry));
    faults.unless(is_fine, DomainRefusal::ScopeMalformed);
    entries.into_iter().map(str::to_owned).collect()
}

/// An array as it is, or a text taken apart at its spaces.
fn entries(sent: &Texts) -> Vec<&str> {
    match sent {
        Texts::One(text) => text.split(' ').filter(|entry| !entry.is_empty()).collect(),
        Texts::Many(entries) => entries.iter().map(String::as_str).collect(),
    }
}

/// `^[a-z][a-z0-9]{1,15}://[!-~]{1,200}$`
fn is_scope(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let is_scheme = (2..=16).contains(&scheme.len())
        && scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    is_scheme && (1..=200).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_graphic())
}

/// `^[a-z0-9][a-z0-9-]{0,31}$`
fn is_audience(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=32).contains(&text.len()) && !text.starts_with('-') && text.bytes().all(is_allowed)
}

/// The scopes of a token as they are answered: those that were sent, then its modules by code unless `level://admin`
/// stands for them.
pub(super) fn shown(token: &ApiToken, catalogue: &Catalogue) -> String {
    let mut codes: Vec<&str> = if token.scopes.iter().any(|scope| scope == LEVEL_ADMIN) {
        Vec::new()
    } else {
        catalogue.codes(token.modules.iter().copied()).collect()
    };
    codes.sort_unstable();
    let modules = codes.into_iter().map(|code| format!("{MODULE}{code}"));
    token.scopes.iter().cloned().chain(modules).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_r6_scopes_have_a_scheme_and_visible_ascii() {
        let long = "x".repeat(200);
        for good in ["ab://x", "table://my.app.**", "a123456789012345://!~", &format!("table://{long}")] {
            assert!(is_scope(good), "{good}");
        }
        for bad in [
            "",
            "a://x",
            "ab:/x",
            "ab://",
            "Ab://x",
            "1b://x",
            "a1234567890123456://x",
            "a_b://x",
            "ab://x y",
            "ab://é",
            "ab://x\u{7f}",
            "admin",
            &format!("table://{long}x"),
        ] {
            assert!(!is_scope(bad), "{bad}");
        }
    }

    #[test]
    fn p_r6_audiences_are_short_names() {
        for good in ["a", "apiv2", "0-a-", &"x".repeat(32)] {
            assert!(is_audience(good), "{good}");
        }
        for bad in ["", "-a", "A", "a_b", "a b", &"x".repeat(33)] {
            assert!(!is_audience(bad), "{bad}");
        }
    }

    #[test]
    fn p_r6_a_text_is_taken_apart_at_spaces_and_an_array_is_not() {
        let read = |sent: &Texts| {
            let mut faults = Faults::default();
            let scopes = Scopes::read(sent, &mut faults);
            faults.check().map(|()| (scopes.kept, scopes.codes))
        };
        let one = Texts::One(" table://a  module://billing level://admin ".into());
        let expected = (vec!["table://a".to_owned(), "level://admin".into()], vec!["billing".to_owned()]);
        assert_eq!(read(&one), Ok(expected));
        assert_eq!(read(&Texts::One(String::new())), Ok((vec![], vec![])));
        let many = |entries: Vec<&str>| Texts::Many(entries.into_iter().map(str::to_owned).collect());
        let malformed = Err(DomainRefusal::ScopeMalformed.into());
        assert_eq!(read(&many(vec!["table://a table://b"])), malformed);
        assert_eq!(read(&many(vec![""])), malformed);
        assert!(read(&many(vec!["table://a"; 50])).is_ok());
        assert_eq!(read(&many(vec!["table://a"; 51])), malformed);
    }
}
