//! The port to stored PINs.

use super::StoredPin;
use crate::error::StoreError;
use crate::id::MembershipId;

/// Stored PINs, at most one per membership.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait PinRepository {
    /// The member's PIN.
    fn find(&mut self, membership: MembershipId) -> Result<Option<StoredPin>, StoreError>;
    /// Stores a PIN in place of the one before.
    fn save(&mut self, pin: &StoredPin) -> Result<(), StoreError>;
    /// Removes the member's PIN, if there is one.
    fn remove(&mut self, membership: MembershipId) -> Result<(), StoreError>;
}
