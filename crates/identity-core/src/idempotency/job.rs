//! Keeping refusals.

use super::{Claim, KeptAnswer};
use crate::error::Error;
use crate::service::Identity;

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
}
