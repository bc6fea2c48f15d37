//! The values that a letter gives to its template.

use std::collections::BTreeMap;

use identity_core::outbox::Letter;
use identity_core::secret::Secret;
use minijinja::value::Value;

use crate::message::one_line;

/// A letter as templates know it.
pub(super) struct Content<'a> {
    /// What its templates are called.
    pub(super) name: &'static str,
    /// The link that its words must have.
    pub(super) link: Option<&'a str>,
    /// What its text may say.
    pub(super) values: BTreeMap<&'static str, Value>,
}

/// The names of all letters.
pub(super) const LETTERS: [&str; 7] =
    ["invitation", "added", "removed", "password-changed", "password-reset", "password-voided", "pin-set"];

impl<'a> Content<'a> {
    pub(super) fn of(letter: &'a Letter) -> Self {
        match letter {
            Letter::Invitation { account, inviter, link, days } => {
                let inviter = inviter.as_deref().map(line);
                let values =
                    [("account", line(account)), ("inviter", inviter.into()), ("days", (*days).into())];
                Self::linked("invitation", link, values)
            }
            Letter::Added { account } => Self::plain("added", [("account", line(account))]),
            Letter::Removed { account } => Self::plain("removed", [("account", line(account))]),
            Letter::PasswordChanged => Self::plain("password-changed", []),
            Letter::PasswordReset { link, minutes } => {
                Self::linked("password-reset", link, [("minutes", (*minutes).into())])
            }
            Letter::PasswordVoided => Self::plain("password-voided", []),
            Letter::PinSet { account, days } => {
                Self::plain("pin-set", [("account", line(account)), ("days", (*days).into())])
            }
        }
    }

    fn plain<const N: usize>(name: &'static str, values: [(&'static str, Value); N]) -> Self {
        Self { name, link: None, values: values.into() }
    }

    fn linked<const N: usize>(
        name: &'static str,
        link: &'a Secret,
        values: [(&'static str, Value); N],
    ) -> Self {
        let link = link.expose();
        let mut letter = Self { link: Some(link), ..Self::plain(name, values) };
        letter.values.insert("link", link.into());
        letter
    }
}

/// A text as a value, in one line whatever it is: neither a head nor a paragraph can be made up in a name.
pub(super) fn line(text: &str) -> Value {
    one_line(text).into()
}

/// A letter of each kind with made-up values, invitations from somebody and from nobody.
pub(super) fn samples() -> [Letter; 8] {
    let account = || "Sport AS".to_owned();
    let link = || Secret::new("https://identity.example.com/sample?code=sample-code".into());
    let invitation = |inviter| Letter::Invitation { account: account(), inviter, link: link(), days: 7 };
    [
        invitation(Some("Kari Nordmann".into())),
        invitation(None),
        Letter::Added { account: account() },
        Letter::Removed { account: account() },
        Letter::PasswordChanged,
        Letter::PasswordReset { link: link(), minutes: 15 },
        Letter::PasswordVoided,
        Letter::PinSet { account: account(), days: 7 },
    ]
}
