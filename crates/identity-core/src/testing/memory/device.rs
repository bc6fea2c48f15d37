//! Devices in memory.

use super::state::{State, refer, stored, unique};
use super::unit::Unit;
use crate::device::{
    Device, DeviceNumber, DeviceOrder, DeviceQuery, DeviceRepository, DeviceState, LinkCode,
};
use crate::error::{StoreError, UniqueKey};
use crate::id::{AccountId, DeviceId};
use crate::list::{Direction, Page};
use crate::secret::Digest;
use crate::timestamp::Timestamp;

impl State {
    fn live_devices(&self) -> impl Iterator<Item = &Device> {
        self.devices.values().filter(|device| device.state != DeviceState::Removed)
    }

    fn devices_of(&self, account: AccountId) -> impl Iterator<Item = &Device> {
        self.live_devices().filter(move |device| device.account == account)
    }
}

fn code(device: &Device) -> Option<LinkCode> {
    match device.state {
        DeviceState::Pending(code) => Some(code),
        _ => None,
    }
}

fn check(state: &State, device: &Device) -> Result<(), StoreError> {
    refer(&state.accounts, [device.account], "accounts")?;
    let digest = |device: &Device| code(device).map(|code| code.digest);
    let same_code = |other: &Device| digest(device).is_some() && digest(device) == digest(other);
    let same_number = |other: &Device| other.account == device.account && other.number == device.number;
    let clashes = |other: &Device| other.id != device.id && (same_code(other) || same_number(other));
    unique(device.state != DeviceState::Removed && state.live_devices().any(clashes), UniqueKey::Device)
}

impl DeviceRepository for Unit {
    fn find(&mut self, id: DeviceId) -> Result<Option<Device>, StoreError> {
        self.look(|state| state.devices.get(&id).cloned())
    }

    fn find_by_code(&mut self, digest: &Digest) -> Result<Option<Device>, StoreError> {
        self.look(|state| {
            let is_it = |device: &&Device| code(device).is_some_and(|code| code.digest == *digest);
            state.live_devices().find(is_it).cloned()
        })
    }

    fn insert(&mut self, device: &Device) -> Result<bool, StoreError> {
        self.change(|state| {
            if state.devices.contains_key(&device.id) {
                return Ok(false);
            }
            check(state, device)?;
            state.devices.insert(device.id, Device { last_seen_at: None, ..device.clone() });
            Ok(true)
        })
    }

    fn update(&mut self, device: &Device) -> Result<(), StoreError> {
        self.change(|state| {
            check(state, device)?;
            let row = stored(&mut state.devices, &device.id, "devices")?;
            *row = Device { last_seen_at: row.last_seen_at, ..device.clone() };
            Ok(())
        })
    }

    fn has_number(&mut self, account: AccountId, number: DeviceNumber) -> Result<bool, StoreError> {
        self.look(|state| state.devices_of(account).any(|device| device.number == number))
    }

    fn count(&mut self, account: AccountId) -> Result<u64, StoreError> {
        self.look(|state| u64::try_from(state.devices_of(account).count()).unwrap_or(u64::MAX))
    }

    fn unlinked_since(&mut self, moment: Timestamp, limit: u32) -> Result<Vec<Device>, StoreError> {
        self.look(|state| {
            let over = |device: &&Device| code(device).is_some_and(|code| code.expires_at <= moment);
            let mut found: Vec<_> = state.live_devices().filter(over).cloned().collect();
            found.sort_by_key(|device| (code(device).map(|code| code.expires_at), device.id));
            found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            found
        })
    }

    fn note_seen(&mut self, uses: &[(DeviceId, Timestamp)]) -> Result<(), StoreError> {
        self.change(|state| {
            for (id, at) in uses {
                if let Some(device) = state.devices.get_mut(id) {
                    device.last_seen_at = device.last_seen_at.max(Some(*at));
                }
            }
            Ok(())
        })
    }

    fn page(&mut self, account: AccountId, query: &DeviceQuery) -> Result<Page<Device>, StoreError> {
        self.look(|state| {
            let is_wanted = |device: &&Device| {
                query.store.as_ref().is_none_or(|store| device.store.as_ref() == Some(store))
                    && query.status.is_none_or(|status| device.state.status() == status)
            };
            let mut found: Vec<_> = state.devices_of(account).filter(is_wanted).cloned().collect();
            found.sort_by(|a, b| {
                let order = match query.order {
                    DeviceOrder::Name => a.name.cmp(&b.name),
                    DeviceOrder::CreatedAt => a.created_at.cmp(&b.created_at),
                };
                let order = if query.direction == Direction::Descending { order.reverse() } else { order };
                order.then(a.id.cmp(&b.id))
            });
            let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
            let skipped = found.into_iter().skip(usize::try_from(query.offset).unwrap_or(usize::MAX));
            let items = skipped.take(usize::try_from(query.limit).unwrap_or(usize::MAX)).collect();
            Page { items, total, next: None }
        })
    }
}
