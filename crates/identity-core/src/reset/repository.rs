//! The port to stored resets, and to those that were asked for and not answered yet.

use super::Reset;
use crate::error::StoreError;
use crate::id::UserId;
use crate::secret::Digest;
use crate::timestamp::Timestamp;
use crate::value::EmailAddress;

/// Stored resets.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait ResetRepository {
    /// Notes that a reset was asked for, once per e-mail however often.
    fn ask(&mut self, email: &EmailAddress, now: Timestamp) -> Result<(), StoreError>;
    /// E-mails that a reset was asked for, oldest first, at most `limit`.
    fn asked(&mut self, limit: u32) -> Result<Vec<EmailAddress>, StoreError>;
    /// Forgets that a reset was asked for; `false` when somebody else answered meanwhile.
    fn answer(&mut self, email: &EmailAddress) -> Result<bool, StoreError>;
    /// What is known of a person's resets.
    fn find(&mut self, user: UserId) -> Result<Option<Reset>, StoreError>;
    /// The reset whose code this is, over or not.
    fn find_by_code(&mut self, code: &Digest) -> Result<Option<Reset>, StoreError>;
    /// Stores what is known of a person's resets, in place of what was.
    fn put(&mut self, reset: &Reset) -> Result<(), StoreError>;
    /// Forgets resets that are over since `before`, at most `limit`; how many.
    fn remove_over(&mut self, before: Timestamp, limit: u32) -> Result<usize, StoreError>;
}
