//! The port to e-mail.

use async_trait::async_trait;

use crate::outbox::Letter;
use crate::value::{EmailAddress, Text};

/// A message to one person. The mailer has the words, in the languages it knows.
#[derive(Clone)]
pub struct Mail {
    /// Stable identifier: a repeated delivery carries the same.
    pub id: String,
    /// Recipient.
    pub to: EmailAddress,
    /// The language that the person chose, as it was told.
    pub language: Option<Text<5>>,
    /// Name of the product that writes.
    pub product: String,
    /// What it says; may hold a one-time code, so mail has no `Debug`.
    pub letter: Letter,
}

/// Why a message was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// Worth another try.
    #[error("delivery failed for now: {0}")]
    Transient(String),
    /// Will never work.
    #[error("delivery refused: {0}")]
    Permanent(String),
}

/// Hands messages to a mail system.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Sends one message; `Ok` means that the mail system took it over.
    async fn send(&self, mail: Mail) -> Result<(), MailError>;
}
