//! Keys that sign the tokens of sessions (self-service.md §1.3): one signs, and those before it verify until nothing
//! that they signed is good any more.

mod issue;
mod repository;
mod ring;
mod rotate;
#[cfg(test)]
mod tests;

#[cfg(any(test, feature = "testing"))]
pub use repository::MockSigningKeyRepository;
pub use repository::SigningKeyRepository;
pub use ring::{KeyRing, VerifyingKey};

use std::time::Duration;

use crate::port::PublicKey;
use crate::session::TOKEN_SPAN;
use crate::state::InvalidTransition;
use crate::timestamp::Timestamp;

/// How long others may keep the published keys before they ask again (A10).
pub const PUBLISHED_FOR: Duration = Duration::from_secs(300);
/// How long a process believes the keys that it read.
pub const READ_FOR: Duration = Duration::from_secs(60);
/// How long a key verifies after another took its place: another process may sign with it until it reads the keys
/// again, what it signed lives as long as a token does, and others may come back to keys that they kept.
pub const OVERLAP: Duration =
    Duration::from_secs(TOKEN_SPAN.as_secs() + PUBLISHED_FOR.as_secs() + READ_FOR.as_secs());

/// What a key is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyState {
    /// It signs and verifies; there is one such key.
    Active {
        /// The private half, sealed for this key.
        sealed: Vec<u8>,
    },
    /// It only verifies, so its private half was forgotten.
    Retiring {
        /// The first moment at which it verifies no more.
        until: Timestamp,
    },
}

impl KeyState {
    /// The state's name.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Active { .. } => "Active",
            Self::Retiring { .. } => "Retiring",
        }
    }

    /// Another key signs from now on.
    ///
    /// # Errors
    /// [`InvalidTransition`] unless it is active.
    pub fn retire(self, until: Timestamp) -> Result<Self, InvalidTransition> {
        match self {
            Self::Active { .. } => Ok(Self::Retiring { until }),
            Self::Retiring { .. } => Err(InvalidTransition { from: self.as_str(), verb: "retire" }),
        }
    }
}

/// A pair of keys as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// `kid`
    pub id: String,
    /// The public half.
    pub public: PublicKey,
    /// What it is good for.
    pub state: KeyState,
    /// Since when.
    pub created_at: Timestamp,
}

impl SigningKey {
    /// Until when it verifies; for good while it is active.
    pub const fn until(&self) -> Option<Timestamp> {
        match self.state {
            KeyState::Active { .. } => None,
            KeyState::Retiring { until } => Some(until),
        }
    }
}
