//! Last uses of tokens: collected in memory, written together now and then.
//!
//! They are no changes and nothing depends on them, so a crash may lose the last few seconds of them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::identity::Identity;
use crate::error::Error;
use crate::id::TokenId;
use crate::timestamp::Timestamp;

/// The most uses kept between two flushes; a flood beyond it is noted at the next use.
const USES_MAX: usize = 200_000;
/// Uses written by one transaction, so that other writers do not wait long.
const USES_PER_WRITE: usize = 500;

/// Uses that are not written yet; touched at most once a minute and token.
#[derive(Debug, Default)]
pub(super) struct UseLog(Mutex<HashMap<TokenId, Timestamp>>);

impl UseLog {
    pub(super) fn note(&self, token: TokenId, at: Timestamp) {
        let mut uses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if uses.len() < USES_MAX {
            uses.insert(token, at);
        }
    }

    fn take(&self) -> Vec<(TokenId, Timestamp)> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_iter().collect()
    }
}

impl Identity {
    /// Writes the uses noted since the last call. Call it every few seconds and before the end.
    ///
    /// # Errors
    /// Those of the store; uses that could not be written are given up.
    pub async fn flush_uses(&self) -> Result<usize, Error> {
        let uses = self.uses.take();
        for part in uses.chunks(USES_PER_WRITE) {
            let part = part.to_vec();
            self.store().write(move |tx| Ok(tx.api_tokens().note_access(&part)?)).await?;
        }
        Ok(uses.len())
    }
}
