//! What all state machines share: refused transitions, repeated verbs, and the last occurrence of events.

use crate::actor::ActorRef;
use crate::error::Error;
use crate::timestamp::Timestamp;

/// A verb that the state does not allow (platform.md §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{verb} is not possible from {from}")]
pub struct InvalidTransition {
    /// State before.
    pub from: &'static str,
    /// What was asked for.
    pub verb: &'static str,
}

impl From<InvalidTransition> for Error {
    fn from(refused: InvalidTransition) -> Self {
        Self::Transition { from: refused.from, verb: refused.verb }
    }
}

/// Whether a verb that has nothing left to do is an error or a no-op; the dialect chooses, core decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// Already there is an invalid transition (Platform API).
    Refuse,
    /// Already there is success without effect (Provisioning API).
    Accept,
}

/// When an event last happened, and by whom; nobody means the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<ActorRef>,
}
