//! Stored devices.

mod page;
mod row;

use diesel::prelude::*;
use identity_core::device::{Device, DeviceNumber, DeviceQuery, DeviceRepository};
use identity_core::error::StoreError;
use identity_core::id::{AccountId, DeviceId};
use identity_core::list::Page;
use identity_core::secret::Digest;
use identity_core::timestamp::Timestamp;

use row::StoredDevice;

use crate::condition::LiveDevice;
use crate::dialect::{LaterSight, Skip, or};
use crate::error::Fault;
use crate::row::key;
use crate::schema::{device_uses, devices};
use crate::unit::{Unit, one_row};

/// A row and when the device was used last.
type Found = (StoredDevice, Option<i64>);

fn device((row, last_seen_at): Found) -> Result<Device, StoreError> {
    row.device(last_seen_at)
}

fn one(found: Option<Found>) -> Result<Option<Device>, Fault> {
    Ok(found.map(device).transpose()?)
}

impl DeviceRepository for Unit<'_> {
    fn find(&mut self, id: DeviceId) -> Result<Option<Device>, StoreError> {
        self.look(|any| {
            let found = devices::table
                .left_join(device_uses::table)
                .filter(devices::id.eq(key(id)))
                .select((devices::all_columns, device_uses::last_seen_at.nullable()))
                .get_result(any)
                .optional()?;
            one(found)
        })
    }

    fn find_by_code(&mut self, code: &Digest) -> Result<Option<Device>, StoreError> {
        let code = code.0;
        self.look(|any| {
            let row = devices::table
                .filter(devices::code.eq(&code[..]))
                .get_result::<StoredDevice>(any)
                .optional()?;
            one(row.map(|row| (row, None)))
        })
    }

    fn insert(&mut self, device: &Device) -> Result<bool, StoreError> {
        self.change_in(&["devices"], |any| {
            let insert = diesel::insert_into(devices::table).values(StoredDevice::from(device));
            Ok(or(Skip, insert).execute(any)? == 1)
        })
    }

    fn update(&mut self, device: &Device) -> Result<(), StoreError> {
        self.change_in(&["devices"], |any| {
            let row = diesel::update(devices::table.find(key(device.id))).set(StoredDevice::from(device));
            one_row(row.execute(any)?, "devices")
        })
    }

    fn has_number(&mut self, account: AccountId, number: DeviceNumber) -> Result<bool, StoreError> {
        self.look(|any| {
            let found = devices::table
                .filter(devices::account_id.eq(key(account)))
                .filter(devices::number.eq(i64::from(number.get())))
                .filter(LiveDevice)
                .select(devices::id)
                .get_result::<i64>(any)
                .optional()?;
            Ok(found.is_some())
        })
    }

    fn count(&mut self, account: AccountId) -> Result<u64, StoreError> {
        self.look(|any| page::count(any, page::rows(account)))
    }

    fn unlinked_since(&mut self, moment: Timestamp, limit: u32) -> Result<Vec<Device>, StoreError> {
        self.look(|any| {
            let rows = devices::table
                .filter(devices::code_expires_at.le(moment.millis()))
                .order((devices::code_expires_at, devices::id))
                .limit(i64::from(limit))
                .load::<StoredDevice>(any)?;
            Ok(rows.into_iter().map(|row| row.device(None)).collect::<Result<_, _>>()?)
        })
    }

    fn note_seen(&mut self, uses: &[(DeviceId, Timestamp)]) -> Result<(), StoreError> {
        self.change_in(&["device_uses"], |any| {
            for (device, at) in uses {
                let row =
                    (device_uses::device_id.eq(key(*device)), device_uses::last_seen_at.eq(at.millis()));
                or(LaterSight, diesel::insert_into(device_uses::table).values(row)).execute(any)?;
            }
            Ok(())
        })
    }

    fn page(&mut self, account: AccountId, query: &DeviceQuery) -> Result<Page<Device>, StoreError> {
        self.look(|any| page::page(any, account, query))
    }
}
