//! The port to e-mail.

use async_trait::async_trait;

use crate::value::EmailAddress;

/// A finished message.
#[derive(Clone)]
pub struct Mail {
    /// Stable identifier: a repeated delivery carries the same.
    pub id: String,
    /// Recipient.
    pub to: EmailAddress,
    /// Subject, one line.
    pub subject: String,
    /// Plain text body; may hold a one-time code, so mail has no `Debug`.
    pub text: String,
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
