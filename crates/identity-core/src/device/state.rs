//! The device's state machine: registered, then linked by a code, then removed for good (S-R42).

use super::Device;
use crate::secret::Digest;
use crate::state::InvalidTransition;
use crate::timestamp::Timestamp;

/// What a pending device is linked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkCode {
    /// Keyed digest of the code (S-R4).
    pub digest: Digest,
    /// The first moment at which it no longer works.
    pub expires_at: Timestamp,
}

/// What a device in use is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceToken {
    /// SHA-256 of the token.
    pub digest: Digest,
    /// Since when.
    pub linked_at: Timestamp,
}

/// Where a device stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceState {
    /// Registered; waits to be linked.
    Pending(LinkCode),
    /// In use.
    Active(DeviceToken),
    /// Gone for good; unknown to everybody.
    Removed,
}

/// The state without what belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceStatus {
    /// Registered.
    Pending,
    /// In use.
    Active,
    /// Gone.
    Removed,
}

impl DeviceStatus {
    /// All.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Active, Self::Removed];

    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Active => "ACTIVE",
            Self::Removed => "REMOVED",
        }
    }

    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// The status after a verb.
    ///
    /// # Errors
    /// [`InvalidTransition`] for every cell that the printed table refuses.
    pub fn after(self, verb: DeviceVerb) -> Result<Self, InvalidTransition> {
        match (self, verb) {
            (Self::Pending, DeviceVerb::Link) | (Self::Active, DeviceVerb::Update) => Ok(Self::Active),
            (Self::Pending | Self::Active, DeviceVerb::Remove) | (Self::Pending, DeviceVerb::Expire) => {
                Ok(Self::Removed)
            }
            _ => Err(InvalidTransition { from: self.as_str(), verb: verb.as_str() }),
        }
    }
}

/// The verbs of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceVerb {
    /// Pending → Active, by its code (D5).
    Link,
    /// What the device says of itself (D7).
    Update,
    /// → Removed, by an administrator (D4).
    Remove,
    /// Pending → Removed, by the clock.
    Expire,
}

impl DeviceVerb {
    /// All verbs.
    pub const ALL: [Self; 4] = [Self::Link, Self::Update, Self::Remove, Self::Expire];

    /// The verb's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Update => "update",
            Self::Remove => "remove",
            Self::Expire => "expire",
        }
    }
}

impl DeviceState {
    /// The state without what belongs to it.
    pub const fn status(self) -> DeviceStatus {
        match self {
            Self::Pending(_) => DeviceStatus::Pending,
            Self::Active(_) => DeviceStatus::Active,
            Self::Removed => DeviceStatus::Removed,
        }
    }
}

impl Device {
    /// In use from now on, by this token.
    ///
    /// # Errors
    /// [`InvalidTransition`] unless it waits to be linked.
    pub fn link(self, token: Digest, now: Timestamp) -> Result<Self, InvalidTransition> {
        self.state.status().after(DeviceVerb::Link)?;
        let state = DeviceState::Active(DeviceToken { digest: token, linked_at: now });
        Ok(Self { state, revision: self.revision + 1, modified_at: now, ..self })
    }

    /// Gone: what it was known by is kept nowhere.
    ///
    /// # Errors
    /// [`InvalidTransition`] where the table says so for `verb`.
    pub fn end(self, verb: DeviceVerb, now: Timestamp) -> Result<Self, InvalidTransition> {
        self.state.status().after(verb)?;
        Ok(Self { state: DeviceState::Removed, revision: self.revision + 1, modified_at: now, ..self })
    }
}
