//! What can go wrong, told apart by what the caller does about it.

use std::collections::BTreeMap;

use crate::domain::DomainRefusal;
use crate::idempotency::KeptAnswer;
use crate::refusal::Refusal;

/// Messages by the member, query property or parameter they are about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Violations(BTreeMap<String, Vec<String>>);

impl Violations {
    /// A single message about one member.
    pub fn one(path: impl Into<String>, message: impl Into<String>) -> Self {
        let mut all = Self::default();
        all.add(path, message);
        all
    }

    /// Adds a message about a member.
    pub fn add(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.0.entry(path.into()).or_default().push(message.into());
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Path and messages, ordered by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.iter().map(|(path, messages)| (path.as_str(), messages.as_slice()))
    }

    /// `Err` with everything collected, if anything was.
    ///
    /// # Errors
    /// [`Error::Invalid`] when at least one message was added.
    pub fn into_result(self) -> Result<(), Error> {
        if self.is_empty() { Ok(()) } else { Err(Error::Invalid(self)) }
    }
}

/// A unique key that an insert or update ran into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UniqueKey {
    /// One e-mail per non-deleted user.
    UserEmail,
    /// One non-deleted membership per user and account (R14).
    MembershipPair,
    /// One owner per account (P-R19).
    AccountOwner,
    /// One external id per account type (R11).
    AccountExternalId,
    /// One slug per parent account.
    AccountSlug,
    /// One user code per account.
    UserCode,
    /// One external id per account.
    MemberExternalId,
    /// One company contact of the ERP per non-deleted buyer (R43).
    BuyerErpCompanyContact,
    /// One web session per membership in a session at person level; one session per secret.
    Session,
    /// One number per device of an account; one device per code.
    Device,
    /// One key that signs.
    SigningKey,
    /// One answer per idempotency key, while it is kept.
    IdempotencyKey,
}

/// A failure of the store itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The queue or the pool is full; nothing was done.
    #[error("the store is busy; retry after {retry_after_ms} ms")]
    Busy {
        /// When to try again, in milliseconds.
        retry_after_ms: u32,
    },
    /// The store cannot be reached or cannot write; nothing was committed.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// A commit was sent and never answered: it may have happened.
    #[error("the outcome of a commit is unknown: {0}")]
    OutcomeUnknown(String),
    /// A stored value that no writer of ours can have written.
    #[error("corrupt value in {table}.{column} of {id}")]
    Corrupt {
        /// Table of the value.
        table: &'static str,
        /// Column of the value.
        column: &'static str,
        /// Identifier of the row.
        id: String,
    },
    /// A unique key is taken.
    #[error("unique key {0:?} is taken")]
    Duplicate(UniqueKey),
    /// A statement broke a rule of the schema that is no unique key.
    #[error("constraint violated: {0}")]
    Constraint(String),
    /// An earlier statement of this unit failed; nothing of it can be committed.
    #[error("an earlier statement of this unit failed")]
    Poisoned,
    /// Serialization failed; the adapter retries and callers never see it.
    #[error("serialization failure")]
    Serialization,
}

/// Everything a use case can answer besides its result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The credential is missing, malformed, unknown, expired or revoked; never says which.
    #[error("authentication failed")]
    Unauthenticated,
    /// The actor sees the object but may not do this to it (R4).
    #[error("forbidden")]
    Forbidden,
    /// There is no such object for this actor (R3).
    #[error("not found")]
    NotFound,
    /// Members are wrong, missing, or name an unknown or invisible object.
    #[error("validation failed")]
    Invalid(Violations),
    /// The query language was misused (platform.md §2).
    #[error("invalid query")]
    Query(Violations),
    /// The state does not allow the verb (platform.md §4).
    #[error("{verb} is not possible from {from}")]
    Transition {
        /// State before.
        from: &'static str,
        /// What was asked for.
        verb: &'static str,
    },
    /// A rule of platform.md §5 that names no member.
    #[error("rule violated: {0}")]
    Rule(&'static str),
    /// The last administrator must stay (R21).
    #[error("the last administrator must stay")]
    LastAdministrator,
    /// A uniqueness rule; keyed by the member that clashes.
    #[error("conflict")]
    Conflict(Violations),
    /// A rule of the Self-service API that has a code of its own.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A rule of the Provisioning API that has a number of its own.
    #[error(transparent)]
    Domain(#[from] DomainRefusal),
    /// The object is in none of the states that the request expects (platform.md §1.6).
    #[error("precondition failed")]
    PreconditionFailed,
    /// The request was answered before, with this; a use case never asks for it (platform.md §1.6).
    #[error("answered before")]
    Replayed(Box<KeptAnswer>),
    /// The idempotency key was used for another body.
    #[error("idempotency key reused")]
    KeyReused,
    /// Too many attempts; nothing was done.
    #[error("too many requests")]
    Throttled {
        /// When to try again, in seconds.
        retry_after_secs: u32,
    },
    /// A bounded resource other than the store is used up; nothing was done.
    #[error("overloaded; retry after {retry_after_ms} ms")]
    Overloaded {
        /// When to try again, in milliseconds.
        retry_after_ms: u32,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was sent could not be read. A dialect hands this over in place of the input, so that visibility and
    /// rights are judged first, and tells the reason, which it alone knows, once core answers with it.
    #[error("the input could not be read")]
    Unread,
    /// A defect of ours; the text is for operators only.
    #[error("internal error: {0}")]
    Internal(String),
}

impl Error {
    /// A single wrong member.
    pub fn invalid(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(Violations::one(path, message))
    }

    /// Whether this refusal is the answer for good to a request that is sent twice: 400 and 409 of rules are, what is
    /// about the actor, the state that was expected or the moment is not (platform.md §1.6).
    pub const fn is_kept(&self) -> bool {
        match self {
            Self::Invalid(_)
            | Self::Query(_)
            | Self::Transition { .. }
            | Self::Rule(_)
            | Self::LastAdministrator
            | Self::Conflict(_) => true,
            Self::Store(StoreError::Duplicate(key)) => !matches!(key, UniqueKey::IdempotencyKey),
            Self::Unauthenticated
            | Self::Forbidden
            | Self::NotFound
            | Self::Refused(_)
            | Self::Domain(_)
            | Self::PreconditionFailed
            | Self::Replayed(_)
            | Self::KeyReused
            | Self::Throttled { .. }
            | Self::Overloaded { .. }
            | Self::Store(_)
            | Self::Unread
            | Self::Internal(_) => false,
        }
    }

    /// A single clash.
    pub fn conflict(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Conflict(Violations::one(path, message))
    }
}

/// What a body reference to an unknown or invisible object answers (platform.md §1.4).
pub const REFERENCE_NOT_FOUND: &str = "Not found.";
