//! Lost passwords: asking for a reset by e-mail, and setting a new password by its code (A6, A7, S-R12 to S-R14).

mod ask;
mod confirm;
mod repository;
#[cfg(test)]
mod tests;

pub use ask::Answered;
#[cfg(any(test, feature = "testing"))]
pub use repository::MockResetRepository;
pub use repository::ResetRepository;

use std::time::Duration;

pub use crate::outbox::RESET_SPAN;

use crate::error::Error;
use crate::id::UserId;
use crate::port::Transaction;
use crate::secret::Digest;
use crate::timestamp::Timestamp;

/// Mails that a person is sent within an hour at most.
const MAILS_MAX: u32 = 3;
const HOUR: Duration = Duration::from_secs(60 * 60);

/// What is known of a person's resets: the code that works, if any, and how many mails the running hour saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reset {
    /// Whose.
    pub user: UserId,
    /// SHA-256 of the code; a new one voids the one before.
    pub code: Option<Digest>,
    /// The first moment at which the code is over.
    pub expires_at: Timestamp,
    /// When the running hour began.
    pub hour_began_at: Timestamp,
    /// Mails since then.
    pub mails: u32,
}

/// Makes the code of a person void, if one is open.
///
/// # Errors
/// Those of the store.
pub(crate) fn void(tx: &mut dyn Transaction, user: UserId) -> Result<(), Error> {
    match tx.resets().find(user)? {
        Some(reset) if reset.code.is_some() => Ok(tx.resets().put(&Reset { code: None, ..reset })?),
        _ => Ok(()),
    }
}

impl Reset {
    /// Nothing was asked for yet.
    pub const fn new(user: UserId, now: Timestamp) -> Self {
        Self { user, code: None, expires_at: now, hour_began_at: now, mails: 0 }
    }

    /// Another mail with another code, unless the hour saw enough of them (S-R12).
    #[must_use]
    pub fn mailed(self, code: Digest, now: Timestamp) -> Option<Self> {
        let is_over = now.since(self.hour_began_at) >= HOUR;
        let (hour_began_at, mails) = if is_over { (now, 0) } else { (self.hour_began_at, self.mails) };
        (mails < MAILS_MAX).then(|| Self {
            code: Some(code),
            expires_at: now.plus(RESET_SPAN),
            hour_began_at,
            mails: mails + 1,
            ..self
        })
    }

    /// Whether the code opens the way at that moment; compares in constant time.
    pub fn accepts(&self, code: &Digest, now: Timestamp) -> bool {
        self.code.is_some_and(|own| own.matches(code)) && now < self.expires_at
    }
}
