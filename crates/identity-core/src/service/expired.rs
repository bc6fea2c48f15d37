//! Forgetting what is over: answers that were kept, sessions, counters of failures, signed requests, codes.

use std::time::Duration;

use super::Identity;
use crate::error::{Error, StoreError};
use crate::port::Transaction;
use crate::timestamp::Timestamp;

/// Rows removed by one transaction, so that other writers do not wait long.
const ROWS_PER_WRITE: u32 = 500;
/// Signed requests are remembered for so much longer than they count, because the clocks of nodes differ.
const CLOCKS_APART: Duration = Duration::from_secs(60);
/// A reset is remembered for this long after its code, so that mails are counted (S-R12).
const RESETS_KEPT: Duration = Duration::from_secs(60 * 60);

type Remove = fn(&mut dyn Transaction, Timestamp) -> Result<usize, StoreError>;

/// What goes, kind by kind.
const KINDS: [Remove; 5] = [
    |tx, now| tx.idempotency().remove_expired(now, ROWS_PER_WRITE),
    |tx, now| tx.sessions().remove_expired(now, ROWS_PER_WRITE),
    |tx, now| tx.throttles().remove_expired(now, ROWS_PER_WRITE),
    |tx, now| tx.replays().remove_expired(now.minus(CLOCKS_APART), ROWS_PER_WRITE),
    |tx, now| tx.resets().remove_over(now.minus(RESETS_KEPT), ROWS_PER_WRITE),
];

impl Identity {
    /// Removes what is over and nothing needs any more; how many rows. None of it counts in between. Call it every
    /// minute or so.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn forget_expired(&self) -> Result<usize, Error> {
        let (now, mut removed) = (self.now(), 0);
        for remove in KINDS {
            loop {
                let part = self.store().write(move |tx| Ok(remove(tx, now)?)).await?;
                removed += part;
                if part == 0 {
                    break;
                }
            }
        }
        Ok(removed)
    }
}
