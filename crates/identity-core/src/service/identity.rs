//! The facade: verified credentials, and transactions with a fresh actor.

use std::sync::Arc;

use super::call::{Call, Settings, Tools};
use super::uses::UseLog;
use crate::actor::Principal;
use crate::audit::Origin;
use crate::auth::{Epochs, PrincipalCache, Verified, check_credential, refresh};
use crate::condition::Terms;
use crate::error::Error;
use crate::module::Catalogue;
use crate::port::{
    Clock, Entropy, KeyedDigester, PasswordHasher, PresentedToken, Reading, SecretSealer, Store, TokenMinter,
    Transaction,
};
use crate::timestamp::Timestamp;

/// Everything the service needs from the outside.
#[derive(Clone)]
pub struct Ports {
    /// Storage.
    pub store: Arc<dyn Store>,
    /// The epochs that the store raises when a commit makes principals untrue.
    pub epochs: Arc<Epochs>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness for identifiers.
    pub entropy: Arc<dyn Entropy>,
    /// Token values and codes.
    pub minter: Arc<dyn TokenMinter>,
    /// Sealing.
    pub sealer: Arc<dyn SecretSealer>,
    /// Keyed digests.
    pub digester: Arc<dyn KeyedDigester>,
    /// Password hashing.
    pub hasher: Arc<dyn PasswordHasher>,
}

/// The service. Cheap to share behind an `Arc`; one per process and store.
pub struct Identity {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    hasher: Arc<dyn PasswordHasher>,
    tools: Arc<Tools>,
    cache: PrincipalCache,
    pub(super) uses: UseLog,
}

impl Identity {
    /// Wires the ports; reads the catalogue once, because it changes at start only.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn new(ports: Ports, settings: Settings) -> Result<Self, Error> {
        let modules = ports.store.read(Reading::Snapshot, |tx| Ok(tx.modules().all()?)).await?;
        let cache = PrincipalCache::new(settings.principals_max, ports.epochs);
        let tools = Tools {
            entropy: ports.entropy,
            minter: ports.minter,
            sealer: ports.sealer,
            digester: ports.digester,
            catalogue: Arc::new(Catalogue::new(modules)),
            settings: Arc::new(settings),
        };
        Ok(Self {
            store: ports.store,
            clock: ports.clock,
            hasher: ports.hasher,
            tools: Arc::new(tools),
            cache,
            uses: UseLog::default(),
        })
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The store, for jobs that no actor asked for.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// The tools that use cases are given.
    pub fn tools(&self) -> &Tools {
        &self.tools
    }

    /// Password hashing, for use cases that hash before they write.
    pub fn hasher(&self) -> &dyn PasswordHasher {
        &*self.hasher
    }

    /// Verifies the value of an API token (R40). Text that is no token is refused without a look-up; a token that
    /// was verified before is answered from memory as long as nothing it depends on changed.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], whatever is wrong; [`Error::Store`] when that cannot be told.
    pub async fn authenticate(&self, value: &str) -> Result<Arc<Verified>, Error> {
        let presented = self.tools.minter.read_token(value).ok_or(Error::Unauthenticated)?;
        let now = self.clock.now();
        let verified = match self.cache.get(presented.id) {
            Some(verified) => verified,
            None => self.look_up(presented, now).await?,
        };
        if !verified.accepts(&presented, now) {
            return Err(Error::Unauthenticated);
        }
        if verified.is_use_due(now) {
            self.uses.note(verified.token, now);
        }
        Ok(verified)
    }

    async fn look_up(&self, presented: PresentedToken, now: Timestamp) -> Result<Arc<Verified>, Error> {
        let generation = self.cache.generation();
        let credential = self
            .store
            .read(Reading::Point, move |tx| Ok(tx.api_tokens().credential(presented.id)?))
            .await?
            .ok_or(Error::Unauthenticated)?;
        // A wrong secret never fills the cache, so guessing cannot push out who is right.
        if !credential.digests.accept(&presented.digest, now) {
            return Err(Error::Unauthenticated);
        }
        let principal = Arc::new(check_credential(&credential, &self.tools.catalogue, now)?);
        let verified = Arc::new(Verified::new(
            principal,
            credential.id,
            credential.account,
            credential.digests,
            credential.last_access_at,
        ));
        self.cache.fill(generation, &verified);
        Ok(verified)
    }

    /// Runs a reading use case with the rights that authentication found.
    ///
    /// # Errors
    /// Those of the use case and of the store.
    pub async fn read<T: Send + 'static>(
        &self,
        principal: &Arc<Principal>,
        reading: Reading,
        work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.read_on(Terms::NONE, principal, reading, work).await
    }

    /// As [`read`](Self::read), on terms.
    ///
    /// # Errors
    /// As [`read`](Self::read); [`Error::PreconditionFailed`], and what the terms refuse.
    pub async fn read_on<T: Send + 'static>(
        &self,
        terms: Terms,
        principal: &Arc<Principal>,
        reading: Reading,
        mut work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (principal, tools, now) = (Arc::clone(principal), Arc::clone(&self.tools), self.clock.now());
        self.store
            .read(reading, move |tx| {
                let origin = Origin::default();
                let attempt = terms.attempt(tx, now)?;
                let (terms, attempt) = (&terms, attempt.as_ref());
                work(tx, &Call { principal: &principal, now, origin: &origin, tools: &tools, terms, attempt })
            })
            .await
    }

    /// Runs a writing use case; its actor is read again inside the transaction.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] when the actor no longer stands; those of the use case and of the store.
    pub async fn write<T: Send + 'static>(
        &self,
        principal: &Arc<Principal>,
        origin: Origin,
        work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.write_on(Terms::NONE, principal, origin, work).await
    }

    /// As [`write`](Self::write), on terms.
    ///
    /// # Errors
    /// As [`write`](Self::write); [`Error::PreconditionFailed`], and what the terms refuse.
    pub async fn write_on<T: Send + 'static>(
        &self,
        terms: Terms,
        principal: &Arc<Principal>,
        origin: Origin,
        mut work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (principal, tools, now) = (Arc::clone(principal), Arc::clone(&self.tools), self.clock.now());
        self.store
            .write(move |tx| {
                let principal = refresh(tx, &tools.catalogue, &principal, now)?;
                let attempt = terms.attempt(tx, now)?;
                let (terms, attempt) = (&terms, attempt.as_ref());
                work(tx, &Call { principal: &principal, now, origin: &origin, tools: &tools, terms, attempt })
            })
            .await
    }
}
