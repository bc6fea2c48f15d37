//! Delivering what waits: at least once, with growing pauses, without holding a transaction open.

use std::time::Duration;

use super::link::{invitation_url, seal_context};
use super::{Notice, OutboxEntry};
use crate::error::Error;
use crate::id::Id;
use crate::port::{CodeKind, Mail, MailError, Mailer, Reading, Transaction};
use crate::service::{Identity, Tools};
use crate::timestamp::Timestamp;

/// Mails read at once.
const BATCH: u32 = 50;
/// Attempts after which a mail is given up: about two days of doubling pauses.
const ATTEMPTS_MAX: u32 = 16;
const PAUSE_FIRST: Duration = Duration::from_secs(5);
const PAUSE_MAX: Duration = Duration::from_secs(4 * 60 * 60);

/// What one round of delivery did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Taken over by the mail system, or no longer wanted by anybody.
    pub done: usize,
    /// To be tried again later.
    pub postponed: usize,
    /// Given up.
    pub given_up: usize,
}

impl Identity {
    /// Sends the mails that are due, oldest first, and returns what became of them. One caller at a time per store;
    /// a mail is sent again when the process ends between sending and noting that it was sent.
    ///
    /// # Errors
    /// Those of the store. A mail that cannot be sent is no error: it waits.
    pub async fn deliver_mail(&self, mailer: &dyn Mailer) -> Result<Delivery, Error> {
        let now = self.now();
        let due = self.store().read(Reading::Snapshot, move |tx| Ok(tx.outbox().due(now, BATCH)?)).await?;
        let mut delivery = Delivery::default();
        for entry in due {
            let sequence = entry.sequence;
            let attempts = entry.attempts;
            let tools = self.tools().clone();
            let composed =
                self.store().read(Reading::Snapshot, move |tx| compose(tx, &tools, &entry)).await?;
            let sent = match composed {
                Some(mail) => mailer.send(mail).await,
                None => Ok(()),
            };
            match sent {
                Ok(()) => {
                    self.store().write(move |tx| Ok(tx.outbox().remove(sequence)?)).await?;
                    delivery.done += 1;
                }
                Err(MailError::Transient(_)) if attempts + 1 < ATTEMPTS_MAX => {
                    let until = pause_until(now, attempts);
                    self.store().write(move |tx| Ok(tx.outbox().postpone(sequence, until)?)).await?;
                    delivery.postponed += 1;
                }
                Err(_) => {
                    self.store().write(move |tx| Ok(tx.outbox().remove(sequence)?)).await?;
                    delivery.given_up += 1;
                }
            }
        }
        Ok(delivery)
    }
}

fn pause_until(now: Timestamp, attempts: u32) -> Timestamp {
    now.plus(PAUSE_FIRST.saturating_mul(1 << attempts.min(12)).min(PAUSE_MAX))
}

/// The message, or nothing when what it was about is over.
fn compose(tx: &mut dyn Transaction, tools: &Tools, entry: &OutboxEntry) -> Result<Option<Mail>, Error> {
    match &entry.notice {
        Notice::Invitation { membership: id, sealed_code } => {
            let Some(membership) = tx.memberships().find(*id)? else { return Ok(None) };
            // A code that was replaced or used up since is dead, and its mail with it.
            let code = tools.sealer.open(&seal_context(*id), sealed_code);
            let code = code.map_err(|error| Error::Internal(error.to_string()))?;
            let is_current =
                tools.minter.read_code(CodeKind::Invitation, code.expose()).is_some_and(|digest| {
                    membership.invitation.is_some_and(|invitation| invitation.code.matches(&digest))
                });
            if !is_current {
                return Ok(None);
            }
            let link = invitation_url(&tools.settings.portal_url, &code, *id);
            message(tx, tools, entry, membership.user, membership.account, |account, product| {
                let subject = format!("Invitation to {account}");
                let text = format!(
                    "You were invited to {account} on {product}.\n\nOpen this link within 7 days to accept:\n\n{}\n\n\
                     If you did not expect this, ignore the message.\n",
                    link.expose()
                );
                (subject, text)
            })
        }
        Notice::Removed { membership: id } => {
            let Some(membership) = tx.memberships().find(*id)? else { return Ok(None) };
            message(tx, tools, entry, membership.user, membership.account, |account, product| {
                (
                    format!("You are no longer a member of {account}"),
                    format!("Your membership of {account} on {product} has ended.\n"),
                )
            })
        }
        Notice::PasswordChanged { user } => {
            let Some(user) = tx.users().find(*user)? else { return Ok(None) };
            let product = &tools.settings.product_name;
            Ok(Some(Mail {
                id: mail_id(tx, entry)?,
                to: user.email,
                subject: format!("Your password on {product} was changed"),
                text: format!(
                    "The password of your sign-in on {product} was changed.\n\nIf that was not you, ask an \
                     administrator of your account for help at once.\n"
                ),
            }))
        }
    }
}

fn message(
    tx: &mut dyn Transaction,
    tools: &Tools,
    entry: &OutboxEntry,
    user: crate::id::UserId,
    account: crate::id::AccountId,
    text: impl FnOnce(&str, &str) -> (String, String),
) -> Result<Option<Mail>, Error> {
    let user = tx.users().find(user)?;
    let account = tx.accounts().summaries(&[account])?.pop();
    let Some((user, account)) = user.zip(account) else { return Ok(None) };
    let (subject, text) = text(account.name.as_str(), &tools.settings.product_name);
    Ok(Some(Mail { id: mail_id(tx, entry)?, to: user.email, subject, text }))
}

/// Unique beyond this store: receivers drop messages whose identifier they have seen.
fn mail_id(tx: &mut dyn Transaction, entry: &OutboxEntry) -> Result<String, Error> {
    let installation = tx.accounts().operations()?.map_or(0, Id::number);
    Ok(format!("outbox-{installation}-{}", entry.sequence))
}
