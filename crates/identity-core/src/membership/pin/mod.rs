//! PINs: what members sign in with at devices; the person's password is never touched (S-R15 to S-R19).

mod attempt;
mod own;
mod repository;
mod rules;
mod set;
#[cfg(test)]
mod tests;

pub(crate) use attempt::{Attempt, Outcome};
pub use own::OwnPin;
#[cfg(any(test, feature = "testing"))]
pub use repository::MockPinRepository;
pub use repository::PinRepository;
pub use rules::Pin;
pub use set::{NewPin, set_own, set_temporary};

use std::time::Duration;

use crate::id::MembershipId;
use crate::timestamp::Timestamp;
use crate::user::PasswordHash;

/// How long a temporary PIN is good (S-R19).
pub const TEMPORARY_SPAN: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// A member's PIN as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPin {
    /// Whose.
    pub membership: MembershipId,
    /// Its hash.
    pub hash: PasswordHash,
    /// The first moment at which it no longer works, if an administrator set it (S-R19).
    pub temporary_until: Option<Timestamp>,
    /// Whether the member set it by the web (S-R21).
    pub is_own_by_web: bool,
    /// Void after too many wrong guesses, until an administrator sets another (S-R17).
    pub is_void: bool,
    /// Since when.
    pub set_at: Timestamp,
}

impl StoredPin {
    /// Whether it opens anything at all.
    pub fn is_valid(&self, now: Timestamp) -> bool {
        !self.is_void && self.temporary_until.is_none_or(|end| now < end)
    }

    /// Whether the member has to set another (S-R19).
    pub const fn must_change(&self) -> bool {
        self.temporary_until.is_some()
    }
}
