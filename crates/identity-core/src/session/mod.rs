//! Sessions: a signed-in person, at person level or in one account (self-service.md §4, S-R6).

mod attempt;
mod claims;
mod cookie;
mod effects;
mod enter;
mod examine;
mod own;
mod refresh;
mod repository;
mod sign_in;
#[cfg(test)]
mod tests;
mod tokens;

pub(crate) use attempt::Attempt;
pub use claims::{AccessClaims, ChannelName, Claims};
pub(crate) use effects::{end, end_others};
#[cfg(any(test, feature = "testing"))]
pub use repository::MockSessionRepository;
pub use repository::{SessionRepository, SessionSet};

pub use cookie::Visitor;
pub use enter::enter;
pub(crate) use enter::note_entry;
pub use examine::Examined;
pub use own::{end_one, end_the_others, level_name, list, revoke};
pub use sign_in::{Continued, SignIn};
pub use tokens::Begun;
pub(crate) use tokens::{claims_of, place};

use std::time::Duration;

use crate::id::{AccountId, DeviceId, MembershipId, SessionId, UserId};
use crate::secret::Digest;
use crate::timestamp::Timestamp;

/// How long a token of a session is good.
pub const TOKEN_SPAN: Duration = Duration::from_secs(15 * 60);
/// Sessions at person level that one person has at most; one more ends the one that was used longest ago.
pub const SESSIONS_MAX: usize = 25;

const MINUTE: u64 = 60;
const DAY: u64 = 24 * 60 * MINUTE;

/// How long sessions of a kind last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Without a use.
    pub idle: Duration,
    /// Whatever happens.
    pub absolute: Duration,
}

/// Spans of a session at person level.
pub const PERSON_SPAN: Span =
    Span { idle: Duration::from_secs(7 * DAY), absolute: Duration::from_secs(30 * DAY) };
/// Spans of a session on a device.
pub const DEVICE_SPAN: Span =
    Span { idle: Duration::from_secs(60 * MINUTE), absolute: Duration::from_secs(12 * 60 * MINUTE) };

/// Where a session acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// As the person alone.
    Person,
    /// In one account, by a browser: it lives in a session at person level and ends with it.
    Web {
        /// The session at person level.
        parent: SessionId,
        /// The account.
        account: AccountId,
        /// By which membership.
        membership: MembershipId,
    },
    /// In one account, at a device.
    Device {
        /// Where.
        device: DeviceId,
        /// The device's account.
        account: AccountId,
        /// By which membership.
        membership: MembershipId,
    },
}

/// A signed-in person. What ended is removed, so what is stored lives until it expires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Identifier.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// Where it acts.
    pub level: Level,
    /// Digest of the one refresh token that works; those before it are remembered as used (S-R5).
    pub refresh: Option<Digest>,
    /// Digest of the cookie, if the session was begun at the pages of this server.
    pub cookie: Option<Digest>,
    /// Since when.
    pub created_at: Timestamp,
    /// Latest sign-in, entry or refresh.
    pub last_used_at: Timestamp,
    /// The first moment at which it is over if nobody uses it again.
    pub expires_at: Timestamp,
    /// Client address of the sign-in.
    pub ip: Option<String>,
    /// `User-Agent` of the sign-in.
    pub user_agent: Option<String>,
}

impl Level {
    /// The account entered and the membership it is entered by.
    pub const fn place(self) -> Option<(AccountId, MembershipId)> {
        match self {
            Self::Person => None,
            Self::Web { account, membership, .. } | Self::Device { account, membership, .. } => {
                Some((account, membership))
            }
        }
    }

    /// Through what.
    pub const fn channel(self) -> ChannelName {
        match self {
            Self::Person | Self::Web { .. } => ChannelName::Web,
            Self::Device { .. } => ChannelName::Device,
        }
    }

    /// How long it lasts; the end of a web session in an account is that of its parent.
    const fn span(self) -> Span {
        match self {
            Self::Person | Self::Web { .. } => PERSON_SPAN,
            Self::Device { .. } => DEVICE_SPAN,
        }
    }
}

impl Session {
    /// Whether it is over.
    pub fn is_over(&self, now: Timestamp) -> bool {
        now >= self.expires_at
    }

    /// Used now: idle time starts again, within the absolute end (S-R6).
    #[must_use]
    pub fn used(self, now: Timestamp) -> Self {
        let span = self.level.span();
        let end = self.created_at.plus(span.absolute);
        Self { last_used_at: now, expires_at: now.plus(span.idle).min(end), ..self }
    }
}
