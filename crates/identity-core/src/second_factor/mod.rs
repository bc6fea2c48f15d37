//! The second factor of a person: codes of an authenticator app, and recovery codes for when it is lost
//! (self-service.md A12–A14, S-R11).

mod check;
mod enrol;
mod recovery;
mod repository;
mod totp;

pub use check::{Outcome, check, is_confirmed};
pub use enrol::{Enrolment, confirm};
#[cfg(any(test, feature = "testing"))]
pub use repository::MockSecondFactorRepository;
pub use repository::SecondFactorRepository;

use crate::id::UserId;
use crate::state::InvalidTransition;
use crate::timestamp::Timestamp;

/// How far a person's enrolment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorState {
    /// There is none.
    Absent,
    /// The secret was shown and no code of it seen yet; signing in does not ask for one.
    Unconfirmed,
    /// Codes are asked for.
    Confirmed,
}

/// The verbs of a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorVerb {
    /// A new secret, in place of one that was never confirmed (A12).
    Enrol,
    /// The first code (A13).
    Confirm,
    /// Without a second factor again (A14).
    Remove,
}

impl FactorVerb {
    /// All verbs, in the order of the contract.
    pub const ALL: [Self; 3] = [Self::Enrol, Self::Confirm, Self::Remove];

    /// The verb's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enrol => "enrol",
            Self::Confirm => "confirm",
            Self::Remove => "remove",
        }
    }
}

impl FactorState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Absent, Self::Unconfirmed, Self::Confirmed];

    /// The state's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "Absent",
            Self::Unconfirmed => "Unconfirmed",
            Self::Confirmed => "Confirmed",
        }
    }

    /// The state of what is stored of a person.
    pub fn of(factor: Option<&SecondFactor>) -> Self {
        match factor.map(|factor| factor.confirmed) {
            None => Self::Absent,
            Some(None) => Self::Unconfirmed,
            Some(Some(_)) => Self::Confirmed,
        }
    }

    /// The state after a verb.
    ///
    /// # Errors
    /// [`InvalidTransition`] where the contract says `OTP_STATE`.
    pub const fn after(self, verb: FactorVerb) -> Result<Self, InvalidTransition> {
        match (self, verb) {
            (Self::Absent | Self::Unconfirmed, FactorVerb::Enrol) => Ok(Self::Unconfirmed),
            (Self::Unconfirmed, FactorVerb::Confirm) => Ok(Self::Confirmed),
            (Self::Confirmed, FactorVerb::Remove) => Ok(Self::Absent),
            _ => Err(InvalidTransition { from: self.as_str(), verb: verb.as_str() }),
        }
    }
}

/// That codes of a second factor are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmation {
    /// Since when.
    pub at: Timestamp,
    /// The latest step whose code was used; this one and those before it are used up.
    pub last_step: u64,
}

/// A person's second factor as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// Whose.
    pub user: UserId,
    /// The shared secret, sealed for this person.
    pub sealed: Vec<u8>,
    /// When the secret was shown.
    pub created_at: Timestamp,
    /// Absent until the first code was seen.
    pub confirmed: Option<Confirmation>,
}

#[cfg(test)]
mod tests;
