//! Devices: tills, kiosks and boxes tied to one account (self-service.md §2.3, F1, F7).

mod code;
mod expire;
mod facts;
mod guess;
mod information;
mod input;
mod link;
mod manage;
mod own;
mod people;
mod repository;
mod sign_in;
mod state;
#[cfg(test)]
mod tests;
mod value;

pub use code::{CODE_SPAN, DeviceCode};
pub use expire::PENDING_KEPT;
pub use guess::Pair;
pub use information::SystemInformation;
pub use input::{DeviceInput, DeviceUpdate, LinkInput};
pub use link::Linked;
pub(crate) use manage::end;
pub use manage::{DEVICES_MAX, Registered, get, list, register, remove};
pub use own::{own, update};
pub use people::{DeviceUser, people};
#[cfg(any(test, feature = "testing"))]
pub use repository::MockDeviceRepository;
pub use repository::{DeviceOrder, DeviceQuery, DeviceRepository};
pub use sign_in::SignedIn;
pub use state::{DeviceState, DeviceStatus, DeviceToken, DeviceVerb, LinkCode};
pub use value::{DeviceApp, DeviceNumber};

use std::time::Duration;

use crate::id::{AccountId, DeviceId};
use crate::timestamp::Timestamp;
use crate::value::{Text, Uid};

/// How long a device's token is good without a use (self-service.md §1.2).
pub const TOKEN_IDLE: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// A till, kiosk or box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Identifier; never used again.
    pub id: DeviceId,
    /// Raised by one per change of the device's own data.
    pub revision: u32,
    /// Whose device; fixed at registration.
    pub account: AccountId,
    /// What people call it by; unique in the account among devices that are not removed.
    pub number: DeviceNumber,
    /// Display name.
    pub name: Text<100>,
    /// What runs on it.
    pub app: DeviceApp,
    /// Where it stands, with what it is known by there.
    pub state: DeviceState,
    /// The store it stands in.
    pub store: Option<Uid>,
    /// The till it is.
    pub till: Option<Uid>,
    /// What it said of itself.
    pub system_information: Option<SystemInformation>,
    /// Since when.
    pub created_at: Timestamp,
    /// Latest change of its data.
    pub modified_at: Timestamp,
    /// Latest use, kept to the minute; no change of the device.
    pub last_seen_at: Option<Timestamp>,
}

impl Device {
    /// The token, if the device is in use and the token was not left unused for too long.
    pub fn token(&self, now: Timestamp) -> Option<DeviceToken> {
        match self.state {
            DeviceState::Active(token) if now < self.unused_until(token) => Some(token),
            _ => None,
        }
    }

    /// The first moment at which the token is refused if nobody uses it again.
    pub fn unused_until(&self, token: DeviceToken) -> Timestamp {
        self.last_seen_at.unwrap_or(token.linked_at).max(token.linked_at).plus(TOKEN_IDLE)
    }
}
