//! A device as it is stored.

use diesel::prelude::*;
use identity_core::device::{
    Device, DeviceApp, DeviceNumber, DeviceState, DeviceStatus, DeviceToken, LinkCode, SystemInformation,
};
use identity_core::error::StoreError;
use identity_core::id::DeviceId;
use identity_core::timestamp::Timestamp;
use identity_core::value::{Text, Uid};

use crate::row::{Place, key, moment};
use crate::schema::devices;

/// A row of `devices`.
#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = devices, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct StoredDevice {
    id: i64,
    revision: i64,
    account_id: i64,
    number: i64,
    name: String,
    app: String,
    status: String,
    code: Option<Vec<u8>>,
    code_expires_at: Option<i64>,
    token: Option<Vec<u8>>,
    linked_at: Option<i64>,
    store_uid: Option<String>,
    till_uid: Option<String>,
    system_information: Option<String>,
    created_at: i64,
    modified_at: i64,
}

impl From<&Device> for StoredDevice {
    fn from(device: &Device) -> Self {
        let (code, token) = match device.state {
            DeviceState::Pending(code) => (Some(code), None),
            DeviceState::Active(token) => (None, Some(token)),
            DeviceState::Removed => (None, None),
        };
        Self {
            id: key(device.id),
            revision: device.revision.into(),
            account_id: key(device.account),
            number: device.number.get().into(),
            name: device.name.to_string(),
            app: device.app.as_str().into(),
            status: device.state.status().as_str().into(),
            code: code.map(|code| code.digest.0.to_vec()),
            code_expires_at: code.map(|code| code.expires_at.millis()),
            token: token.map(|token| token.digest.0.to_vec()),
            linked_at: token.map(|token| token.linked_at.millis()),
            store_uid: device.store.as_ref().map(Uid::to_string),
            till_uid: device.till.as_ref().map(Uid::to_string),
            system_information: device.system_information.as_ref().map(|said| said.as_str().to_owned()),
            created_at: device.created_at.millis(),
            modified_at: device.modified_at.millis(),
        }
    }
}

impl StoredDevice {
    fn state(&self, place: Place<DeviceId>) -> Result<DeviceState, StoreError> {
        let digest =
            |column, bytes: &Option<Vec<u8>>| place.digest(column, bytes.clone().unwrap_or_default());
        Ok(match place.known("status", DeviceStatus::parse(&self.status))? {
            DeviceStatus::Pending => DeviceState::Pending(LinkCode {
                digest: digest("code", &self.code)?,
                expires_at: place.known("code_expires_at", moment(self.code_expires_at))?,
            }),
            DeviceStatus::Active => DeviceState::Active(DeviceToken {
                digest: digest("token", &self.token)?,
                linked_at: place.known("linked_at", moment(self.linked_at))?,
            }),
            DeviceStatus::Removed => DeviceState::Removed,
        })
    }

    /// The device with its last use.
    pub(super) fn device(self, last_seen_at: Option<i64>) -> Result<Device, StoreError> {
        let place = Place::<DeviceId>::new("devices", self.id);
        let number = u32::try_from(self.number).ok().and_then(DeviceNumber::new);
        Ok(Device {
            id: place.id("id", self.id)?,
            revision: place.count("revision", self.revision)?,
            account: place.id("account_id", self.account_id)?,
            number: place.known("number", number)?,
            state: self.state(place)?,
            name: Text::from_stored(self.name),
            app: place.known("app", DeviceApp::parse(&self.app))?,
            store: self.store_uid.map(Uid::from_stored),
            till: self.till_uid.map(Uid::from_stored),
            system_information: self.system_information.map(SystemInformation::from_stored),
            created_at: Timestamp::from_millis(self.created_at),
            modified_at: Timestamp::from_millis(self.modified_at),
            last_seen_at: moment(last_seen_at),
        })
    }
}
