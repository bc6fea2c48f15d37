//! Last uses of tokens and devices: collected in memory, written together now and then.
//!
//! They are no changes and nothing depends on them to the second, so a crash may lose the last few seconds of them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::identity::Identity;
use crate::auth::{CredentialKey, Grounds};
use crate::error::Error;
use crate::timestamp::Timestamp;

/// The most uses kept between two flushes; a flood beyond it is noted at the next use.
const USES_MAX: usize = 200_000;
/// Uses written by one transaction, so that other writers do not wait long.
const USES_PER_WRITE: usize = 500;

/// Uses that are not written yet; touched at most once a minute and credential.
#[derive(Debug, Default)]
pub(super) struct UseLog(Mutex<HashMap<CredentialKey, Timestamp>>);

/// Whose use it is: a device is used by whoever is signed in on it, too; a session notes its uses itself.
fn user(grounds: &Grounds) -> Option<CredentialKey> {
    match (grounds.credential, grounds.device) {
        (_, Some(device)) => Some(CredentialKey::Device(device)),
        (CredentialKey::Session(_), None) => None,
        (key, None) => Some(key),
    }
}

impl UseLog {
    pub(super) fn note(&self, grounds: &Grounds, at: Timestamp) {
        let Some(key) = user(grounds) else { return };
        let mut uses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if uses.len() < USES_MAX {
            uses.insert(key, at);
        }
    }

    fn take(&self) -> Vec<(CredentialKey, Timestamp)> {
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
            let (mut tokens, mut devices) = (Vec::new(), Vec::new());
            for (key, at) in part {
                match key {
                    CredentialKey::Token(token) => tokens.push((*token, *at)),
                    CredentialKey::Device(device) => devices.push((*device, *at)),
                    CredentialKey::Session(_) => {}
                }
            }
            // In one order, so that nodes that write the same ones do not wait for each other in a circle.
            tokens.sort_unstable();
            devices.sort_unstable();
            self.store()
                .write(move |tx| {
                    tx.api_tokens().note_access(&tokens)?;
                    Ok(tx.devices().note_seen(&devices)?)
                })
                .await?;
        }
        Ok(uses.len())
    }
}
