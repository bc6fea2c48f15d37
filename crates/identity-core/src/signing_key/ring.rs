//! The keys as a process holds them: read at its start, and again when they may have changed.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::rotate::{context, ensure};
use super::{KeyState, READ_FOR, SigningKey};
use crate::error::Error;
use crate::port::{KeyPair, PublicKey, Reading, SecretSealer, Store, TokenSigner};
use crate::timestamp::Timestamp;

/// Least time between two reads that were caused by keys nobody knows, so that inventing some costs little.
const UNKNOWN_EVERY: Duration = Duration::from_secs(2);

/// A key that verifies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    /// `kid`
    pub id: String,
    /// The public half.
    pub public: PublicKey,
    /// The first moment at which it verifies no more.
    pub until: Option<Timestamp>,
}

impl VerifyingKey {
    /// Whether it verifies.
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

/// What was read at some moment.
pub(super) struct Held {
    pub(super) signing: KeyPair,
    verifying: Vec<VerifyingKey>,
    read_at: Timestamp,
}

impl Held {
    /// The key of that name, if it verifies.
    pub(super) fn verifying(&self, id: &str, now: Timestamp) -> Option<&VerifyingKey> {
        self.good(now).find(|key| key.id == id)
    }

    /// The keys that verify.
    pub(super) fn good(&self, now: Timestamp) -> impl Iterator<Item = &VerifyingKey> {
        self.verifying.iter().filter(move |key| key.is_good(now))
    }

    /// Whether it was read less than `span` ago; a clock that was set back says nothing.
    fn is_younger(&self, span: Duration, now: Timestamp) -> bool {
        self.read_at <= now && now.since(self.read_at) < span
    }
}

/// The keys that this process signs and verifies with.
pub struct KeyRing {
    store: Arc<dyn Store>,
    sealer: Arc<dyn SecretSealer>,
    pub(super) signer: Arc<dyn TokenSigner>,
    held: RwLock<Arc<Held>>,
}

impl KeyRing {
    /// Makes the first key of an empty store, and reads what there is.
    ///
    /// # Errors
    /// Those of the store; [`Error::Internal`] when the key does not open.
    pub async fn open(
        store: Arc<dyn Store>,
        sealer: Arc<dyn SecretSealer>,
        signer: Arc<dyn TokenSigner>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        ensure(&*store, &*sealer, &*signer, now).await?;
        let held = RwLock::new(Arc::new(read(&*store, &*sealer, now).await?));
        Ok(Self { store, sealer, signer, held })
    }

    /// The keys, not older than [`READ_FOR`].
    pub(super) async fn present(&self, now: Timestamp) -> Result<Arc<Held>, Error> {
        self.younger(READ_FOR, now).await
    }

    /// The keys, among which that one is sought: if it is unknown, it may be one that another process just made.
    pub(super) async fn knowing(&self, id: &str, now: Timestamp) -> Result<Arc<Held>, Error> {
        let held = self.present(now).await?;
        if held.verifying.iter().any(|key| key.id == id) {
            return Ok(held);
        }
        self.younger(UNKNOWN_EVERY, now).await
    }

    async fn younger(&self, span: Duration, now: Timestamp) -> Result<Arc<Held>, Error> {
        let held = Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner));
        if held.is_younger(span, now) {
            return Ok(held);
        }
        self.read_again(now).await
    }

    /// Reads the keys again. Several callers may do so at once; whatever each of them stores was true after it asked.
    pub(super) async fn read_again(&self, now: Timestamp) -> Result<Arc<Held>, Error> {
        let held = Arc::new(read(&*self.store, &*self.sealer, now).await?);
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&held);
        Ok(held)
    }
}

async fn read(store: &dyn Store, sealer: &dyn SecretSealer, now: Timestamp) -> Result<Held, Error> {
    let keys = store.read(Reading::Point, |tx| Ok(tx.signing_keys().all()?)).await?;
    let active = keys.iter().find_map(|key| match &key.state {
        KeyState::Active { sealed } => Some((key, sealed)),
        KeyState::Retiring { .. } => None,
    });
    let (key, private) = active.ok_or_else(|| Error::Internal("no key signs".into()))?;
    let private = sealer
        .open(&context(&key.id), private)
        .map_err(|error| Error::Internal(format!("signing key {}: {error}", key.id)))?;
    let signing = KeyPair { id: key.id.clone(), public: key.public, private };
    let verifying = keys.iter().map(verifying).collect();
    Ok(Held { signing, verifying, read_at: now })
}

fn verifying(key: &SigningKey) -> VerifyingKey {
    VerifyingKey { id: key.id.clone(), public: key.public, until: key.until() }
}
