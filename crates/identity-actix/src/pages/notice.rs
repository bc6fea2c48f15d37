//! What was done, said on the page that a form leads to. The address has its name alone, and no text.

use super::words::Words;

/// Something that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notice {
    SignedOut,
    PasswordSet,
    LinkSent,
    Joined,
    Declined,
    SessionEnded,
    OthersEnded,
    PinSet,
}

impl Notice {
    const ALL: [Self; 8] = [
        Self::SignedOut,
        Self::PasswordSet,
        Self::LinkSent,
        Self::Joined,
        Self::Declined,
        Self::SessionEnded,
        Self::OthersEnded,
        Self::PinSet,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::PasswordSet => "password-set",
            Self::LinkSent => "link-sent",
            Self::Joined => "joined",
            Self::Declined => "declined",
            Self::SessionEnded => "session-ended",
            Self::OthersEnded => "others-ended",
            Self::PinSet => "pin-set",
        }
    }

    /// The notice of a name; any other name is none.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.name() == name)
    }

    /// The page with this notice on it.
    pub(super) fn on(self, path: &str) -> String {
        format!("{path}?notice={}", self.name())
    }

    /// What it says.
    pub(super) const fn text(self, words: &Words) -> &'static str {
        match self {
            Self::SignedOut => words.signed_out,
            Self::PasswordSet => words.password_set,
            Self::LinkSent => words.link_sent,
            Self::Joined => words.joined,
            Self::Declined => words.declined,
            Self::SessionEnded => words.session_ended,
            Self::OthersEnded => words.others_ended,
            Self::PinSet => words.pin_set,
        }
    }
}
