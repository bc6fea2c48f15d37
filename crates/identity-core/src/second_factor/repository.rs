//! The port to stored second factors.

use super::SecondFactor;
use crate::error::StoreError;
use crate::id::UserId;
use crate::secret::Digest;

/// Stored second factors and recovery codes.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait SecondFactorRepository {
    /// The person's second factor, confirmed or not.
    fn find(&mut self, user: UserId) -> Result<Option<SecondFactor>, StoreError>;
    /// Stores a second factor in place of the person's former one.
    fn put(&mut self, factor: &SecondFactor) -> Result<(), StoreError>;
    /// Uses the code of a step up, in one conditional statement; `false` unless the factor is confirmed and neither
    /// this step nor a later one was used, and then nothing was changed.
    fn use_step(&mut self, user: UserId, step: u64) -> Result<bool, StoreError>;
    /// Stores recovery codes beside those that there are.
    fn add_recovery_codes(&mut self, user: UserId, codes: &[Digest]) -> Result<(), StoreError>;
    /// Uses a recovery code up, in one conditional statement; `false` when the person has none of it.
    fn use_recovery_code(&mut self, user: UserId, code: &Digest) -> Result<bool, StoreError>;
    /// Removes the person's second factor and recovery codes, if there are any.
    fn remove(&mut self, user: UserId) -> Result<(), StoreError>;
}
