//! The port to stored devices.

use super::{Device, DeviceNumber, DeviceStatus};
use crate::error::StoreError;
use crate::id::{AccountId, DeviceId};
use crate::list::{Direction, Page};
use crate::secret::Digest;
use crate::timestamp::Timestamp;
use crate::value::Uid;

/// What a list of devices is ordered by; ties by identifier, smallest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceOrder {
    /// By name.
    Name,
    /// By the moment of registration.
    CreatedAt,
}

/// Which devices of an account a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceQuery {
    /// Those of one store.
    pub store: Option<Uid>,
    /// Those of one status.
    pub status: Option<DeviceStatus>,
    /// By what.
    pub order: DeviceOrder,
    /// Which end first.
    pub direction: Direction,
    /// How many come before the page.
    pub offset: u64,
    /// How many at most.
    pub limit: u32,
}

/// Stored devices. Removed ones are found by [`find`](Self::find) alone.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait DeviceRepository {
    /// The device with its last use, whatever its state.
    fn find(&mut self, id: DeviceId) -> Result<Option<Device>, StoreError>;
    /// The pending device of a code, used up or not.
    fn find_by_code(&mut self, code: &Digest) -> Result<Option<Device>, StoreError>;
    /// Stores a new device; `false` when the identifier is taken, and then nothing was stored.
    fn insert(&mut self, device: &Device) -> Result<bool, StoreError>;
    /// Replaces the stored device of the same identifier; last use is not touched.
    fn update(&mut self, device: &Device) -> Result<(), StoreError>;
    /// Whether a device of the account has the number.
    fn has_number(&mut self, account: AccountId, number: DeviceNumber) -> Result<bool, StoreError>;
    /// How many devices the account has.
    fn count(&mut self, account: AccountId) -> Result<u64, StoreError>;
    /// Pending devices whose codes were over at that moment, those over longest first; at most `limit`.
    fn unlinked_since(&mut self, moment: Timestamp, limit: u32) -> Result<Vec<Device>, StoreError>;
    /// Notes uses; later ones win. No change of a device.
    fn note_seen(&mut self, uses: &[(DeviceId, Timestamp)]) -> Result<(), StoreError>;
    /// One page of the account's devices.
    fn page(&mut self, account: AccountId, query: &DeviceQuery) -> Result<Page<Device>, StoreError>;
}
