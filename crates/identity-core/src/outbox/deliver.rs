//! Delivering what waits: at least once, by one node at a time, with growing pauses, without holding a transaction open.

use std::time::Duration;

use super::OutboxEntry;
use super::compose::compose;
use crate::error::Error;
use crate::port::{Mail, MailError, Mailer, Reading};
use crate::service::Identity;
use crate::timestamp::Timestamp;

/// Mails read at once.
const BATCH: u32 = 50;
/// Attempts after which a mail is given up: about two days of doubling pauses.
const ATTEMPTS_MAX: u32 = 16;
const PAUSE_FIRST: Duration = Duration::from_secs(5);
const PAUSE_MAX: Duration = Duration::from_secs(4 * 60 * 60);
/// A mail that was taken and neither delivered nor postponed for this long is anybody's again: longer than sending takes.
const CLAIMED_FOR: Duration = Duration::from_secs(2 * 60);

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
    /// Sends the mails that are due, oldest first, and returns what became of them. Each is sent by whoever claims it,
    /// and again when that process ends between sending and noting that it was sent.
    ///
    /// # Errors
    /// Those of the store. A mail that cannot be sent is no error: it waits.
    pub async fn deliver_mail(&self, mailer: &dyn Mailer) -> Result<Delivery, Error> {
        let now = self.now();
        let due = self.store().read(Reading::Snapshot, move |tx| Ok(tx.outbox().due(now, BATCH)?)).await?;
        let mut delivery = Delivery::default();
        for entry in due {
            let (sequence, attempts) = (entry.sequence, entry.attempts);
            let sent = match self.claim_mail(entry).await? {
                Claimed::No => continue,
                Claimed::Unwanted => Ok(()),
                Claimed::Yes(mail) => mailer.send(*mail).await,
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

    async fn claim_mail(&self, entry: OutboxEntry) -> Result<Claimed, Error> {
        let (tools, now) = (self.tools().clone(), self.now());
        let claim = self.store().write(move |tx| {
            if !tx.outbox().claim(entry.sequence, now, now.plus(CLAIMED_FOR))? {
                return Ok(Claimed::No);
            }
            Ok(compose(tx, &tools, &entry)?.map_or(Claimed::Unwanted, |mail| Claimed::Yes(Box::new(mail))))
        });
        claim.await
    }
}

/// What became of a claim.
enum Claimed {
    /// Somebody else was faster.
    No,
    /// Nobody is to be told any more.
    Unwanted,
    /// It is ours to send.
    Yes(Box<Mail>),
}

fn pause_until(now: Timestamp, attempts: u32) -> Timestamp {
    now.plus(PAUSE_FIRST.saturating_mul(1 << attempts.min(12)).min(PAUSE_MAX))
}
