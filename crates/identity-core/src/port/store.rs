//! The store port: a whole closure goes in, runs in one transaction, and its result comes out.

use std::any::Any;

use async_trait::async_trait;

use crate::account::AccountRepository;
use crate::api_token::ApiTokenRepository;
use crate::audit::AuditRepository;
use crate::auth::Forget;
use crate::buyer::BuyerRepository;
use crate::device::DeviceRepository;
use crate::error::{Error, StoreError};
use crate::group::GroupRepository;
use crate::icon::IconRepository;
use crate::idempotency::IdempotencyRepository;
use crate::membership::pin::PinRepository;
use crate::membership::{MembershipRepository, ProfileRepository};
use crate::module::ModuleRepository;
use crate::outbox::OutboxRepository;
use crate::replay::ReplayRepository;
use crate::reset::ResetRepository;
use crate::second_factor::SecondFactorRepository;
use crate::session::SessionRepository;
use crate::signing_key::SigningKeyRepository;
use crate::throttle::ThrottleRepository;
use crate::user::UserRepository;

/// What kind of read a closure makes; the adapter decides where it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A single statement that finds rows by key: runs at once, without a transaction around it.
    Point,
    /// A few statements that find rows by key, over one consistent state.
    Snapshot,
    /// Statements that may read many rows, over one consistent state; never on a thread that serves requests.
    Scan,
}

/// A closure on its way to the adapter, its result hidden. It may run more than once.
pub type Job = Box<dyn FnMut(&mut dyn Transaction) -> Result<Box<dyn Any + Send>, Error> + Send>;

/// One open transaction: repositories over one consistent state.
///
/// Any statement that fails poisons the transaction: later statements answer [`StoreError::Poisoned`] and nothing
/// of it is committed, even if the closure returns `Ok`.
pub trait Transaction {
    /// Accounts.
    fn accounts(&mut self) -> &mut dyn AccountRepository;
    /// People.
    fn users(&mut self) -> &mut dyn UserRepository;
    /// Memberships.
    fn memberships(&mut self) -> &mut dyn MembershipRepository;
    /// What accounts know of their members.
    fn profiles(&mut self) -> &mut dyn ProfileRepository;
    /// Groups.
    fn groups(&mut self) -> &mut dyn GroupRepository;
    /// The module catalogue.
    fn modules(&mut self) -> &mut dyn ModuleRepository;
    /// API tokens.
    fn api_tokens(&mut self) -> &mut dyn ApiTokenRepository;
    /// Buyers.
    fn buyers(&mut self) -> &mut dyn BuyerRepository;
    /// Sessions.
    fn sessions(&mut self) -> &mut dyn SessionRepository;
    /// PINs of members.
    fn pins(&mut self) -> &mut dyn PinRepository;
    /// Devices.
    fn devices(&mut self) -> &mut dyn DeviceRepository;
    /// Resets of passwords.
    fn resets(&mut self) -> &mut dyn ResetRepository;
    /// Counters of failures.
    fn throttles(&mut self) -> &mut dyn ThrottleRepository;
    /// Signed requests that were seen.
    fn replays(&mut self) -> &mut dyn ReplayRepository;
    /// Second factors.
    fn second_factors(&mut self) -> &mut dyn SecondFactorRepository;
    /// Keys that sign the tokens of sessions.
    fn signing_keys(&mut self) -> &mut dyn SigningKeyRepository;
    /// Pictures.
    fn icons(&mut self) -> &mut dyn IconRepository;
    /// Audit records.
    fn audit(&mut self) -> &mut dyn AuditRepository;
    /// Mail that waits.
    fn outbox(&mut self) -> &mut dyn OutboxRepository;
    /// Answers that are kept.
    fn idempotency(&mut self) -> &mut dyn IdempotencyRepository;
    /// Notes what must be forgotten about verified credentials once this transaction is committed.
    fn forget(&mut self, what: Forget) -> Result<(), StoreError>;
}

/// Transactional storage.
///
/// Obligations of an adapter: a write is serializable and either commits whole or not at all; a closure that
/// returns `Err` or panics leaves nothing behind and hurts no other; what the closure said to
/// [`forget`](Transaction::forget) is forgotten after the commit and before anybody is answered; a commit whose
/// answer was lost is [`StoreError::OutcomeUnknown`], never success. The contract suite in
/// `testing` checks them all.
#[async_trait]
pub trait Store: Send + Sync {
    /// Runs a read-only closure.
    ///
    /// # Errors
    /// What the closure returns, and [`StoreError`] when it could not run.
    async fn run_read(&self, reading: Reading, job: Job) -> Result<Box<dyn Any + Send>, Error>;

    /// Runs a closure in one write transaction. It may run more than once, so it touches nothing but the
    /// transaction and its own inputs.
    ///
    /// # Errors
    /// What the closure returns, and [`StoreError`] when it could not run or could not commit.
    async fn run_write(&self, job: Job) -> Result<Box<dyn Any + Send>, Error>;
}

impl dyn Store + '_ {
    /// Runs a read-only closure and gives its result back.
    ///
    /// # Errors
    /// As [`Store::run_read`].
    pub async fn read<T: Send + 'static>(
        &self,
        reading: Reading,
        mut work: impl FnMut(&mut dyn Transaction) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let job: Job = Box::new(move |tx| work(tx).map(|value| Box::new(value) as Box<dyn Any + Send>));
        unpack(self.run_read(reading, job).await?)
    }

    /// Runs a closure in one write transaction and gives its result back.
    ///
    /// # Errors
    /// As [`Store::run_write`].
    pub async fn write<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&mut dyn Transaction) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let job: Job = Box::new(move |tx| work(tx).map(|value| Box::new(value) as Box<dyn Any + Send>));
        unpack(self.run_write(job).await?)
    }
}

fn unpack<T: 'static>(result: Box<dyn Any + Send>) -> Result<T, Error> {
    match result.downcast() {
        Ok(value) => Ok(*value),
        Err(_) => Err(Error::Internal("a store answered with another closure's result".into())),
    }
}
