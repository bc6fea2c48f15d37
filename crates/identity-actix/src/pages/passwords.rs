//! The fields for a new password, and what is wrong with one.

use identity_core::Error;
use identity_core::refusal::Refusal;
use identity_core::user::PASSWORD_CHARS_MIN;

use super::panel::{Field, Trouble};
use super::visit::Visit;

impl Visit {
    /// The two fields.
    pub(super) fn new_password(&self) -> [Field; 2] {
        let words = self.words();
        let chars_min = self.cx.identity().tools().settings.password.chars_min.max(PASSWORD_CHARS_MIN);
        let hint = (words.password_hint)(chars_min);
        [
            Field::new("password", words.new_password, "password").filled_as("new-password").hinted(hint),
            Field::new("again", words.new_password_again, "password").filled_as("new-password"),
        ]
    }

    /// What is wrong with what was typed, before core judges it: nothing at all, or not twice the same.
    pub(super) fn mistyped(&self, password: &str, again: &str) -> Vec<Trouble> {
        let words = self.words();
        match (password, again) {
            ("", _) => vec![Trouble::at("password", words.password_missing)],
            (password, again) if password != again => vec![Trouble::at("again", words.passwords_differ)],
            _ => Vec::new(),
        }
    }

    /// What core found wrong with it, if it was that.
    pub(super) fn weak(&self, error: &Error) -> Option<Trouble> {
        let is_weak = matches!(error, Error::Refused(Refusal::WeakPassword(_)) | Error::Invalid(_));
        is_weak.then(|| Trouble::at("password", self.words().password_weak))
    }
}
