//! What the clients know: every change that was asked for, and how it was answered.

use std::io;

use identity_tests::Reply;

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
    /// Nothing was said: it may have happened or not.
    Unknown,
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
}

impl Outcome {
    /// Reads an answer, or its absence: 503 says that nothing was committed, any other 5xx does not say so.
    pub fn of(answer: &io::Result<Reply>) -> Self {
        match answer {
            Ok(reply) if (200..300).contains(&reply.status) => Self::Acked,
            Ok(reply) if (400..500).contains(&reply.status) || reply.status == 503 => {
                Self::Refused(reply.status)
            }
            _ => Self::Unknown,
        }
    }
}
