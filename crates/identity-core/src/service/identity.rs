//! The facade: verified credentials, and transactions with a fresh actor.

use std::sync::Arc;

use super::call::{Call, Settings, Tools};
use super::uses::UseLog;
use crate::actor::Principal;
use crate::api_token::TokenKind;
use crate::audit::Origin;
use crate::auth::{
    CredentialKey, Epochs, Grounds, Presented, PrincipalCache, Proof, Verified, check_bound,
    check_credential, open_session, principal_of, principal_of_device, refresh,
};
use crate::condition::Terms;
use crate::error::Error;
use crate::id::{DeviceId, SessionId, TokenId};
use crate::module::Catalogue;
use crate::port::{
    Clock, Entropy, KeyedDigester, MessageAuthenticator, OneTimeCodes, PasswordHasher, PresentedToken,
    Reading, SecretSealer, SecurityEvent, SecurityLog, Store, TokenMinter, TokenSigner, Transaction,
};
use crate::signing_key::KeyRing;
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
    /// Signatures of requests.
    pub authenticator: Arc<dyn MessageAuthenticator>,
    /// Password hashing.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Codes of authenticator apps.
    pub otp: Arc<dyn OneTimeCodes>,
    /// Signatures of tokens of sessions.
    pub signer: Arc<dyn TokenSigner>,
    /// The security log.
    pub security: Arc<dyn SecurityLog>,
}

/// The service. Cheap to share behind an `Arc`; one per process and store.
pub struct Identity {
    store: Arc<dyn Store>,
    pub(super) clock: Arc<dyn Clock>,
    hasher: Arc<dyn PasswordHasher>,
    pub(super) authenticator: Arc<dyn MessageAuthenticator>,
    security: Arc<dyn SecurityLog>,
    tools: Arc<Tools>,
    pub(super) cache: PrincipalCache,
    keys: KeyRing,
    pub(super) uses: UseLog,
}

impl Identity {
    /// Wires the ports; reads the catalogue once, because it changes at start only, and makes the first signing key
    /// of an empty store.
    ///
    /// # Errors
    /// Those of the store; [`Error::Internal`] when the signing key was sealed under another master key.
    pub async fn new(ports: Ports, settings: Settings) -> Result<Self, Error> {
        let modules = ports.store.read(Reading::Snapshot, |tx| Ok(tx.modules().all()?)).await?;
        let cache = PrincipalCache::new(settings.principals_max, ports.epochs);
        let (store, sealer) = (Arc::clone(&ports.store), Arc::clone(&ports.sealer));
        let keys = KeyRing::open(store, sealer, ports.signer, ports.clock.now()).await?;
        let tools = Tools {
            entropy: ports.entropy,
            minter: ports.minter,
            sealer: ports.sealer,
            digester: ports.digester,
            otp: ports.otp,
            catalogue: Arc::new(Catalogue::new(modules)),
            settings: Arc::new(settings),
        };
        Ok(Self {
            store: ports.store,
            clock: ports.clock,
            hasher: ports.hasher,
            authenticator: ports.authenticator,
            security: ports.security,
            tools: Arc::new(tools),
            cache,
            keys,
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

    /// The keys of tokens.
    pub(crate) fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// Password hashing, for use cases that hash before they write.
    pub fn hasher(&self) -> &dyn PasswordHasher {
        &*self.hasher
    }

    /// Notes a security event.
    pub fn note(&self, event: SecurityEvent, origin: &Origin) {
        self.security.note(event, origin);
    }

    /// Verifies a bearer credential: the value of an API token (R40) or a token of a session (S-R2). Text that is
    /// neither is refused without a look-up; what was verified before is answered from memory as long as nothing it
    /// depends on changed.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], whatever is wrong; [`Error::Store`] when that cannot be told.
    pub async fn authenticate(&self, value: &str) -> Result<Arc<Verified>, Error> {
        let now = self.clock.now();
        let presented = if Presented::is_token(value) {
            Presented::of_token(&*self.tools.minter, value).ok_or(Error::Unauthenticated)?
        } else {
            Presented::Session(Box::new(self.claims(value, now).await?))
        };
        let verified = match self.cache.get(presented.key(), now, self.clock.uptime()) {
            Some(verified) => verified,
            None => self.look_up(&presented, now).await?,
        };
        if !verified.accepts(&presented, now) {
            return Err(Error::Unauthenticated);
        }
        if verified.is_use_due(now) {
            self.uses.note(&verified.grounds, now);
        }
        Ok(verified)
    }

    async fn look_up(&self, presented: &Presented, now: Timestamp) -> Result<Arc<Verified>, Error> {
        let generation = self.cache.generation();
        let verified = match presented {
            Presented::Token(token) => self.look_up_token(*token, now).await?,
            Presented::Session(claims) => self.look_up_session(claims.session, now).await?,
            Presented::Device(device) => self.look_up_device(device.id, now).await?,
        };
        // A wrong secret never fills the cache, so guessing cannot push out who is right.
        if !verified.accepts(presented, now) {
            return Err(Error::Unauthenticated);
        }
        let verified = Arc::new(verified);
        self.cache.fill(generation, &verified);
        Ok(verified)
    }

    async fn look_up_token(&self, token: PresentedToken, now: Timestamp) -> Result<Verified, Error> {
        let credential = self
            .store
            .read(Reading::Point, move |tx| Ok(tx.api_tokens().credential(token.id)?))
            .await?
            .ok_or(Error::Unauthenticated)?;
        let principal = match (credential.kind, credential.membership) {
            (TokenKind::Api, None) => check_credential(&credential, &self.tools.catalogue, now)?,
            (TokenKind::Api | TokenKind::Integration, _) => self.look_up_bound(credential.id, now).await?,
            // A key signs requests; no value of it is a bearer's.
            (TokenKind::Hmac, _) => return Err(Error::Unauthenticated),
        };
        let principal = Arc::new(principal);
        let grounds = Grounds {
            credential: CredentialKey::Token(credential.id),
            account: Some(credential.account),
            // What happens to the member happens to the tokens that are bound to the membership.
            user: credential.membership.and(credential.holder),
            device: None,
        };
        let proof = Proof::Token(credential.digests);
        Ok(Verified::new(principal, grounds, proof, credential.last_access_at))
    }

    /// The rights of a membership take several statements, so they are read over one state, with the token once more.
    async fn look_up_bound(&self, id: TokenId, now: Timestamp) -> Result<Principal, Error> {
        let tools = Arc::clone(&self.tools);
        let read = move |tx: &mut dyn Transaction| check_bound(tx, &tools.catalogue, id, now);
        self.store.read(Reading::Snapshot, read).await
    }

    async fn look_up_session(&self, id: SessionId, now: Timestamp) -> Result<Verified, Error> {
        let tools = Arc::clone(&self.tools);
        let principal = self
            .store
            .read(Reading::Snapshot, move |tx| {
                let session = open_session(tx, id, now)?;
                principal_of(tx, &tools.catalogue, &session)
            })
            .await?;
        let grounds = Grounds {
            credential: CredentialKey::Session(id),
            account: principal.actor.account_id(),
            user: principal.actor.person(),
            device: principal.credential.device(),
        };
        Ok(Verified::new(Arc::new(principal), grounds, Proof::Signature, None))
    }

    async fn look_up_device(&self, id: DeviceId, now: Timestamp) -> Result<Verified, Error> {
        let reading = move |tx: &mut dyn Transaction| principal_of_device(tx, id, now);
        let (principal, device) = self.store.read(Reading::Snapshot, reading).await?;
        let token = device.token(now).ok_or(Error::Unauthenticated)?;
        let grounds = Grounds {
            credential: CredentialKey::Device(id),
            account: Some(device.account),
            user: None,
            device: Some(id),
        };
        Ok(Verified::new(Arc::new(principal), grounds, Proof::Device(token.digest), device.last_seen_at))
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
