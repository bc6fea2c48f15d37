//! Keeping refusals, and forgetting what is over.

use super::{Claim, KeptAnswer};
use crate::error::Error;
use crate::service::Identity;

/// Records removed by one transaction, so that other writers do not wait long.
const REMOVED_PER_WRITE: u32 = 500;

impl Identity {
    /// Keeps the answer of a request that was refused, in a transaction of its own because that of the request was
    /// rolled back. Ask [`Error::is_kept`] first.
    ///
    /// # Errors
    /// [`Error::Replayed`] or [`Error::KeyReused`] when the same key was answered meanwhile; those of the store.
    pub async fn keep(&self, claim: Claim, answer: KeptAnswer) -> Result<(), Error> {
        let now = self.now();
        self.store().write(move |tx| claim.attempt(tx, now)?.keep(tx, &answer, now)).await
    }

    /// Removes all answers whose day is over; answers how many. Call it now and then.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn forget_answers(&self) -> Result<usize, Error> {
        let (now, mut removed) = (self.now(), 0);
        loop {
            let part =
                self.store().write(move |tx| Ok(tx.idempotency().remove_expired(now, REMOVED_PER_WRITE)?));
            let part = part.await?;
            removed += part;
            if part == 0 {
                return Ok(removed);
            }
        }
    }
}
