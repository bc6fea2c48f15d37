//! Mail that a committed change asks for: written with the change, delivered at least once afterwards.

mod compose;
mod deliver;
mod letter;
mod link;
#[cfg(test)]
mod tests;

pub use deliver::Delivery;
pub use letter::Letter;
pub use link::{RESET_SPAN, invitation_url, reset_seal_context, reset_url, seal_context};

use crate::error::StoreError;
use crate::id::{MembershipId, UserId};
use crate::timestamp::Timestamp;

/// What a mail is about. A code is sealed under the identity of whom it is for and opened at delivery only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The invitation's link.
    Invitation {
        /// Whose invitation.
        membership: MembershipId,
        /// The code, sealed.
        sealed_code: Vec<u8>,
    },
    /// The person was added to an account without being asked (P-R25).
    Added {
        /// Which membership it is.
        membership: MembershipId,
    },
    /// The person was removed from an account (R23).
    Removed {
        /// Which membership ended.
        membership: MembershipId,
    },
    /// The person's password changed.
    PasswordChanged {
        /// Whose.
        user: UserId,
    },
    /// The link with which the person sets a new password (S-R12).
    PasswordReset {
        /// Whose.
        user: UserId,
        /// The code, sealed.
        sealed_code: Vec<u8>,
    },
    /// The person's password is void after too many wrong guesses (S-R10).
    PasswordVoided {
        /// Whose.
        user: UserId,
    },
    /// An administrator set a temporary PIN (S-R19).
    PinSet {
        /// Which membership it opens.
        membership: MembershipId,
    },
}

/// A mail that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    /// Place in the queue; the delivered message carries it, so that a repetition can be recognised.
    pub sequence: i64,
    /// What it is about.
    pub notice: Notice,
    /// Failed attempts so far.
    pub attempts: u32,
}

/// Mail that waits to be sent.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait OutboxRepository {
    /// Queues a mail.
    fn push(&mut self, notice: &Notice, now: Timestamp) -> Result<(), StoreError>;
    /// The oldest mails that are due, at most `limit`.
    fn due(&mut self, now: Timestamp, limit: u32) -> Result<Vec<OutboxEntry>, StoreError>;
    /// Takes a mail that is due for oneself until that moment, when it is due again; `false` when somebody else took or
    /// delivered it.
    fn claim(&mut self, sequence: i64, now: Timestamp, until: Timestamp) -> Result<bool, StoreError>;
    /// Forgets a delivered or hopeless mail.
    fn remove(&mut self, sequence: i64) -> Result<(), StoreError>;
    /// Notes a failed attempt and when to try again.
    fn postpone(&mut self, sequence: i64, until: Timestamp) -> Result<(), StoreError>;
}
