//! What the clients know: every change that was asked for, and how it was answered.

use std::io;
use std::time::{Duration, Instant};

use crate::{Reply, at};

/// A change that a writer asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A person with this e-mail is invited into a group: user, membership, mail and audit record at once.
    Invite {
        /// E-mail, unique unless the invitation is repeated on purpose.
        email: String,
        /// The group.
        group: String,
    },
    /// A group with this unique name is created.
    Group {
        /// Name.
        name: String,
    },
    /// The writer's token is disabled or enabled.
    Token {
        /// Whether it is to be active afterwards.
        active: bool,
    },
}

/// How a request was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done, the server says.
    Acked,
    /// Not done, the server says with this status.
    Refused(u16),
    /// It may have happened or not, the server says.
    Unknown,
    /// Nothing was said: it may have happened or not.
    Unanswered,
    /// What no server may say, with this status: it may have happened or not.
    Wrong(u16),
}

/// One line of the ledger.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Who asked.
    pub writer: usize,
    /// For what.
    pub change: Change,
    /// How it was answered.
    pub outcome: Outcome,
    /// When it was asked.
    pub asked_at: Instant,
    /// How long the answer took.
    pub took: Duration,
}

impl Outcome {
    /// Reads an answer, or its absence: 503 says that nothing was committed, and there is one 500 that says that
    /// nobody knows.
    pub fn of(answer: &io::Result<Reply>) -> Self {
        let Ok(reply) = answer else { return Self::Unanswered };
        match reply.status {
            200..300 => Self::Acked,
            400..500 | 503 => Self::Refused(reply.status),
            500 if at(&reply.body, "/type")
                .as_str()
                .is_some_and(|kind| kind.ends_with("/outcome-unknown")) =>
            {
                Self::Unknown
            }
            other => Self::Wrong(other),
        }
    }

    /// Whether the change may have happened or not.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Unknown | Self::Unanswered | Self::Wrong(_))
    }
}
