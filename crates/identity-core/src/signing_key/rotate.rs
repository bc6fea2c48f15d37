//! The first key, a new key in its place, and what there is.

use super::{KeyState, OVERLAP, SigningKey};
use crate::error::Error;
use crate::port::{Reading, SecretSealer, Store, TokenSigner, Transaction};
use crate::service::Identity;
use crate::timestamp::Timestamp;

/// What a private half is sealed for.
pub(super) fn context(id: &str) -> String {
    format!("signing-key/{id}")
}

/// A key that is not stored yet.
fn draw(sealer: &dyn SecretSealer, signer: &dyn TokenSigner, now: Timestamp) -> Result<SigningKey, Error> {
    let pair = signer.generate();
    let private = sealer
        .seal(&context(&pair.id), &pair.private)
        .map_err(|error| Error::Internal(format!("signing key {}: {error}", pair.id)))?;
    Ok(SigningKey {
        id: pair.id,
        public: pair.public,
        state: KeyState::Active { sealed: private },
        created_at: now,
    })
}

fn has_active(tx: &mut dyn Transaction) -> Result<bool, Error> {
    Ok(tx.signing_keys().all()?.iter().any(|key| key.until().is_none()))
}

/// Makes the first key. Of two processes that start at once, one finds the other's.
pub(super) async fn ensure(
    store: &dyn Store,
    sealer: &dyn SecretSealer,
    signer: &dyn TokenSigner,
    now: Timestamp,
) -> Result<(), Error> {
    if store.read(Reading::Point, has_active).await? {
        return Ok(());
    }
    let first = draw(sealer, signer, now)?;
    store
        .write(move |tx| {
            if has_active(tx)? {
                return Ok(());
            }
            Ok(tx.signing_keys().insert(&first)?)
        })
        .await
}

/// The new key signs; the one before it verifies for a while; those that verify no more are removed.
fn replace(tx: &mut dyn Transaction, new: &SigningKey, now: Timestamp) -> Result<(), Error> {
    tx.signing_keys().remove_expired(now)?;
    for key in tx.signing_keys().all()? {
        if key.until().is_none() {
            let state = key.state.retire(now.plus(OVERLAP))?;
            tx.signing_keys().update(&SigningKey { state, ..key })?;
        }
    }
    Ok(tx.signing_keys().insert(new)?)
}

impl Identity {
    /// Puts a new key in the place of the one that signs: it signs at once, here and within a minute in every other
    /// process, and what was signed before stays good for as long as it would have been.
    ///
    /// # Errors
    /// Those of the store; [`Error::Internal`] when the key cannot be sealed.
    pub async fn rotate_signing_keys(&self) -> Result<SigningKey, Error> {
        let now = self.now();
        let new = draw(&*self.tools().sealer, &*self.keys().signer, now)?;
        let made = new.clone();
        self.store().write(move |tx| replace(tx, &new, now)).await?;
        self.keys().read_again(now).await?;
        Ok(made)
    }

    /// All stored keys, newest first; one that verifies no more stays until the next rotation.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn signing_keys(&self) -> Result<Vec<SigningKey>, Error> {
        self.store().read(Reading::Point, |tx| Ok(tx.signing_keys().all()?)).await
    }
}
