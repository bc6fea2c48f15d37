//! Verified credentials, bounded, believed only under the epochs they were read under.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use quick_cache::sync::Cache;

use super::epoch::{CredentialKey, Epochs, Grounds, Noted};
use super::presented::Presented;
use super::signed::KeyHeader;
use crate::actor::Principal;
use crate::api_token::{HmacScope, TokenDigests};
use crate::secret::{Digest, Secret};
use crate::timestamp::Timestamp;

/// What tells the right credential from one that only names it.
pub enum Proof {
    /// Digests of a token's secrets.
    Token(TokenDigests),
    /// Digest of a device's token.
    Device(Digest),
    /// The signature, which was checked when the claims were read; they have to name the same session and rights.
    Signature,
    /// What a key signs requests with.
    Key {
        /// What it acts on.
        scope: HmacScope,
        /// The shared secret.
        secret: Secret,
    },
}

impl std::fmt::Debug for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Proof")
    }
}

/// A principal and everything that must still be true for it to be believed.
#[derive(Debug)]
pub struct Verified {
    /// The principal.
    pub principal: Arc<Principal>,
    /// What it rests on.
    pub grounds: Grounds,
    proof: Proof,
    last_use_ms: AtomicI64,
}

/// Uses closer together than this are noted once (platform.md §3.6).
const ACCESS_NOTED_EVERY_MS: i64 = 60_000;

impl Verified {
    /// Collects what was read.
    pub fn new(
        principal: Arc<Principal>,
        grounds: Grounds,
        proof: Proof,
        last_use: Option<Timestamp>,
    ) -> Self {
        let last_use_ms = AtomicI64::new(last_use.map_or(0, Timestamp::millis));
        Self { principal, grounds, proof, last_use_ms }
    }

    /// Whether the presented value is right and the credential not expired.
    pub fn accepts(&self, presented: &Presented, now: Timestamp) -> bool {
        let is_right = match (&self.proof, presented) {
            (Proof::Token(digests), Presented::Token(token)) => digests.accept(&token.digest, now),
            (Proof::Device(digest), Presented::Device(device)) => digest.matches(&device.digest),
            (Proof::Signature, Presented::Session(claims)) => claims.fit(&self.principal),
            _ => false,
        };
        is_right && self.lasts(now)
    }

    /// What the signatures of a key are made with, if it is one and may be named in that header.
    pub(crate) fn secret(&self, header: KeyHeader) -> Option<&Secret> {
        match &self.proof {
            Proof::Key { scope, secret } if header.fits(*scope) => Some(secret),
            _ => None,
        }
    }

    /// Whether the credential has not ended.
    fn lasts(&self, now: Timestamp) -> bool {
        self.principal.not_after.is_none_or(|end| now < end)
    }

    /// Whether this use has to be noted: at most once a minute and credential.
    pub fn is_use_due(&self, now: Timestamp) -> bool {
        let last = self.last_use_ms.load(Ordering::Relaxed);
        let is_due = now.millis().saturating_sub(last) >= ACCESS_NOTED_EVERY_MS;
        is_due
            && self
                .last_use_ms
                .compare_exchange(last, now.millis(), Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }
}

/// Bounded cache of verified credentials; hits take no lock that all requests share.
pub struct PrincipalCache {
    entries: Cache<CredentialKey, (Noted, Arc<Verified>)>,
    epochs: Arc<Epochs>,
}

impl std::fmt::Debug for PrincipalCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PrincipalCache").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

impl PrincipalCache {
    /// A cache of at most `entries_max` principals over the epochs of one store.
    pub fn new(entries_max: usize, epochs: Arc<Epochs>) -> Self {
        Self { entries: Cache::new(entries_max), epochs }
    }

    /// The credential, if it was verified, has not ended and nothing it rests on was forgotten since; none while it is not
    /// known what other nodes changed. One that ended is read again, because a use moves the end of some.
    pub fn get(&self, key: CredentialKey, now: Timestamp, uptime: Duration) -> Option<Arc<Verified>> {
        if !self.epochs.are_fresh(uptime) {
            return None;
        }
        let (noted, verified) = self.entries.get(&key)?;
        (verified.lasts(now) && self.epochs.is_present(noted, &verified.grounds)).then_some(verified)
    }

    /// The generation to remember before reading.
    pub fn generation(&self) -> u64 {
        self.epochs.generation()
    }

    /// Keeps what was read since `generation`, unless anything was forgotten meanwhile.
    pub fn fill(&self, generation: u64, verified: &Arc<Verified>) {
        if let Some(noted) = self.epochs.note(generation, &verified.grounds) {
            self.entries.insert(verified.grounds.credential, (noted, Arc::clone(verified)));
        }
    }
}
