//! Which request this is, and whether it was answered before.

use super::{IdempotencyRecord, KEPT_FOR, KeptAnswer};
use crate::actor::{ActorRef, Principal};
use crate::error::Error;
use crate::port::{KeyedDigester, Transaction};
use crate::secret::Digest;
use crate::timestamp::Timestamp;

/// Whose request it is.
#[derive(Clone, Copy)]
pub enum Claimant<'a> {
    /// Whoever was authenticated.
    Principal(&'a Principal),
    /// Whoever holds an invitation's code (R29).
    Code(&'a str),
}

impl Claimant<'_> {
    /// A session and a token act in an account, so the same person elsewhere is somebody else (platform.md §1.2).
    fn name(self) -> [String; 2] {
        match self {
            Self::Principal(Principal { actor, .. }) => [
                actor.reference().as_ref().map(ActorRef::to_string).unwrap_or_default(),
                actor.account_id().map(|id| id.to_string()).unwrap_or_default(),
            ],
            Self::Code(code) => ["code".to_owned(), code.to_owned()],
        }
    }
}

/// A request that is answered once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    key: Digest,
    body: Digest,
}

impl Claim {
    /// The request of that actor to that method and path, under the key that the client chose. The path is the one
    /// that was routed, without the base; `body` is a keyed digest of what was sent.
    pub fn new(
        digester: &dyn KeyedDigester,
        who: Claimant,
        route: [&str; 2],
        key: &str,
        body: Digest,
    ) -> Self {
        let [who, place] = who.name();
        let parts = ["key", &who, &place, route[0], route[1], key];
        Self { key: digester.digest(&parts.map(str::as_bytes)), body }
    }

    /// Looks whether the request was answered before.
    ///
    /// # Errors
    /// Those of the store.
    pub fn attempt(self, tx: &mut dyn Transaction, now: Timestamp) -> Result<Attempt, Error> {
        let record = tx.idempotency().find(&self.key)?.filter(|record| now < record.expires_at);
        let earlier = record.map(|record| {
            if record.body.matches(&self.body) {
                Error::Replayed(Box::new(record.answer))
            } else {
                Error::KeyReused
            }
        });
        Ok(Attempt { claim: self, earlier })
    }
}

/// A claim inside a transaction.
#[derive(Debug)]
pub struct Attempt {
    claim: Claim,
    earlier: Option<Error>,
}

impl Attempt {
    /// Goes on, unless the request was answered before.
    ///
    /// # Errors
    /// [`Error::Replayed`] with that answer, or [`Error::KeyReused`] when the body was another one.
    pub fn go_on(&self) -> Result<(), Error> {
        self.earlier.clone().map_or(Ok(()), Err)
    }

    /// Keeps the answer in this transaction.
    ///
    /// # Errors
    /// As [`go_on`](Self::go_on): an effect that took place all the same is rolled back. Those of the store.
    pub fn keep(&self, tx: &mut dyn Transaction, answer: &KeptAnswer, now: Timestamp) -> Result<(), Error> {
        self.go_on()?;
        let Claim { key, body } = self.claim;
        let record = IdempotencyRecord { key, body, answer: answer.clone(), expires_at: now.plus(KEPT_FOR) };
        Ok(tx.idempotency().insert(&record, now)?)
    }
}
