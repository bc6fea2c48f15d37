//! What a use case is given besides its transaction: who asks, when, and the tools it may use.

use std::sync::Arc;

use crate::actor::{Actor, ActorRef, Principal};
use crate::audit::{AuditAccount, AuditActor, AuditObject, AuditRecord, Documents, Event, Origin, Related};
use crate::condition::{Tag, Terms};
use crate::error::{Error, StoreError};
use crate::id::{AccountId, AuditId, Id, IdShape};
use crate::idempotency::{Attempt, KeptAnswer};
use crate::module::Catalogue;
use crate::port::{Entropy, KeyedDigester, OneTimeCodes, SecretSealer, TokenMinter, Transaction};
use crate::state::Stamp;
use crate::timestamp::Timestamp;

/// Lengths of passwords (R30); lower bounds are never below 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordRules {
    /// Least number of code points without a second factor.
    pub chars_min: usize,
    /// Least number of code points with a confirmed second factor.
    pub chars_min_with_second_factor: usize,
}

impl Default for PasswordRules {
    fn default() -> Self {
        Self { chars_min: 15, chars_min_with_second_factor: 8 }
    }
}

/// How much of something an account has at most (P-R36).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Tokens that are neither deleted nor over.
    pub tokens_max: u32,
    /// Groups.
    pub roles_max: u32,
    /// Accounts right below it.
    pub children_max: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { tokens_max: 1000, roles_max: 200, children_max: 1000 }
    }
}

/// What the operator decided.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the links of mails lead to, without a trailing slash; never taken from a request.
    pub portal_url: String,
    /// `iss` of the tokens of sessions: where the outside finds this service, without a trailing slash.
    pub issuer: String,
    /// `aud` of access tokens.
    pub audience: String,
    /// Name of the product; a context word for passwords.
    pub product_name: String,
    /// Lengths of passwords.
    pub password: PasswordRules,
    /// How much an account has at most.
    pub limits: Limits,
    /// The most verified tokens kept in memory.
    pub principals_max: usize,
    /// The most bytes that a picture has.
    pub icon_bytes_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            portal_url: "http://127.0.0.1:8080".into(),
            issuer: "http://127.0.0.1:8080".into(),
            audience: "accounts-api".into(),
            product_name: "Identity".into(),
            password: PasswordRules::default(),
            limits: Limits::default(),
            principals_max: 100_000,
            icon_bytes_max: 1024 * 1024,
        }
    }
}

/// What use cases may use besides the transaction: all of it pure or random, none of it slow.
#[derive(Clone)]
pub struct Tools {
    /// Randomness for identifiers.
    pub entropy: Arc<dyn Entropy>,
    /// Token values and codes.
    pub minter: Arc<dyn TokenMinter>,
    /// Sealing.
    pub sealer: Arc<dyn SecretSealer>,
    /// Keyed digests.
    pub digester: Arc<dyn KeyedDigester>,
    /// Codes of authenticator apps.
    pub otp: Arc<dyn OneTimeCodes>,
    /// The catalogue.
    pub catalogue: Arc<Catalogue>,
    /// What the operator decided.
    pub settings: Arc<Settings>,
}

/// One request: who asks, when, from where.
pub struct Call<'a> {
    /// Who, with the rights of this moment.
    pub principal: &'a Principal,
    /// When.
    pub now: Timestamp,
    /// From where.
    pub origin: &'a Origin,
    /// Tools.
    pub tools: &'a Tools,
    /// What it makes its effect depend on.
    pub terms: &'a Terms,
    /// The request inside this transaction, if it is to have its effect once.
    pub attempt: Option<&'a Attempt>,
}

/// Tries before a wider identifier is drawn.
const TRIES_PER_WIDTH: u32 = 3;

impl<'a> Call<'a> {
    /// A request without terms.
    pub fn new(principal: &'a Principal, now: Timestamp, origin: &'a Origin, tools: &'a Tools) -> Self {
        Self { principal, now, origin, tools, terms: &Terms::NONE, attempt: None }
    }

    /// The body, unless the request is wrong apart from it. A dialect hands bodies to use cases through this, so
    /// that a use case that opens its input in its turn tells everything in the order of platform.md §1.7.
    ///
    /// # Errors
    /// [`Error::Replayed`] and [`Error::KeyReused`]; then those of the body, then those of the rest of the request.
    pub fn admit<I>(&self, input: Result<I, Error>) -> Result<I, Error> {
        self.attempt.map_or(Ok(()), Attempt::go_on)?;
        self.terms.admit(input)
    }

    /// Checks that the object is in a state that the request expects. Every use case that changes an object asks
    /// this after its body was read and before state and rules (platform.md §1.6, §1.7).
    ///
    /// # Errors
    /// [`Error::PreconditionFailed`]; before that, those of [`admit`](Self::admit) about the request.
    pub fn expects(&self, tag: Tag) -> Result<(), Error> {
        self.admit(Ok(()))?;
        if self.terms.accept(tag) { Ok(()) } else { Err(Error::PreconditionFailed) }
    }

    /// Keeps the answer, in the transaction of its effect, of a request that is to have its effect once. A dialect
    /// calls this last, with an answer that has no secret in it.
    ///
    /// # Errors
    /// As [`Attempt::keep`].
    pub fn keep(&self, tx: &mut dyn Transaction, answer: impl FnOnce() -> KeptAnswer) -> Result<(), Error> {
        self.attempt.map_or(Ok(()), |attempt| attempt.keep(tx, &answer(), self.now))
    }

    /// Who asks.
    pub fn actor(&self) -> &Actor {
        &self.principal.actor
    }

    /// The stamp that this call leaves.
    pub fn stamp(&self) -> Stamp {
        Stamp { at: self.now, by: self.actor().reference() }
    }

    /// Draws identifiers until `insert` finds one free; widens by a group of digits after three collisions.
    ///
    /// # Errors
    /// What `insert` answers, and [`Error::Internal`] when even wide identifiers collide.
    pub fn place<I: Id>(&self, mut insert: impl FnMut(I) -> Result<bool, StoreError>) -> Result<I, Error> {
        for attempt in 0..TRIES_PER_WIDTH * 3 {
            let groups = (I::SHAPE.groups_min + attempt / TRIES_PER_WIDTH).min(4);
            let id = I::from_number(self.tools.entropy.next() % (IdShape::space(groups) - 1) + 1);
            if insert(id)? {
                return Ok(id);
            }
        }
        Err(Error::Internal("no free identifier was found".into()))
    }

    /// Starts the one audit record of this request (R48).
    pub fn record(&self, event: Event, object: AuditObject) -> Record {
        Record { event, object, related: Vec::new(), documents: Documents::default(), viewers: Vec::new() }
    }
}

/// An audit record that is being collected.
#[must_use = "a change without its audit record is lost"]
pub struct Record {
    event: Event,
    object: AuditObject,
    related: Vec<Related>,
    documents: Documents,
    viewers: Vec<AccountId>,
}

impl Record {
    /// An account that may see the record, besides the actor's own (R49).
    pub fn seen_by(mut self, account: AccountId) -> Self {
        self.viewers.push(account);
        self
    }

    /// Accounts that may see the record.
    pub fn seen_by_all(mut self, accounts: impl IntoIterator<Item = AccountId>) -> Self {
        self.viewers.extend(accounts);
        self
    }

    /// Another object that the request changed.
    pub fn touching(mut self, kind: crate::audit::ObjectKind, id: impl ToString) -> Self {
        self.related.push(Related { kind, id: id.to_string() });
        self
    }

    /// Before and after.
    pub fn with(mut self, documents: Documents) -> Self {
        self.documents = documents;
        self
    }

    /// Appends the record in the transaction of its change.
    ///
    /// # Errors
    /// Those of the store.
    pub fn append(mut self, tx: &mut dyn Transaction, call: &Call) -> Result<(), Error> {
        self.viewers.extend(call.actor().account_id());
        self.viewers.extend(call.actor().home().map(|home| home.id));
        self.viewers.sort_unstable();
        self.viewers.dedup();
        let mut record = AuditRecord {
            id: AuditId::new(0),
            event: self.event,
            at: call.now,
            object: self.object,
            related: self.related,
            actor: audit_actor(call.principal),
            origin: call.origin.clone(),
            viewers: self.viewers,
            documents: self.documents,
        };
        call.place(|id| {
            record.id = id;
            tx.audit().append(&record)
        })?;
        Ok(())
    }
}

fn audit_actor(principal: &Principal) -> AuditActor {
    let account = principal.actor.home().zip(principal.account_name.clone());
    AuditActor {
        id: principal.actor.reference().as_ref().map(ActorRef::to_string),
        name: principal.name.clone(),
        account: account.map(|(account, name)| AuditAccount { id: account.id, name, kind: account.kind }),
    }
}
