//! The store over a PostgreSQL database that several nodes share.

mod address;
mod begin;
mod connect;
mod feed;
pub(crate) mod migrate;
mod options;
mod pool;
mod reach;
mod start;
mod transaction;
mod turns;
mod watch;

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use identity_core::auth::Epochs;
use identity_core::error::{Error, StoreError};
use identity_core::port::{Clock, Job, Reading, Store};
use tokio::runtime::Handle;

pub use migrate::{has_schema, migrate as migrate_postgres, plan as plan_postgres};
pub use options::{PostgresError, PostgresOptions};
pub use start::StartLock;

pub(crate) use migrate::connect;

use crate::job::{Answer, UnitJob, over_unit, pack, unpack};
use address::Address;
use begin::Beginnings;
use connect::Manager;
use feed::{Bell, Feed, Source};
use pool::Connections;
use turns::{Turn, Turns};
use watch::Watch;

/// Whether an address can be one of a database; nothing is connected.
///
/// # Errors
/// [`PostgresError::Address`].
pub fn check_postgres_address(url: &str) -> Result<(), PostgresError> {
    Address::new(url).map(drop)
}

/// What the threads that wait for the server share.
struct Shared {
    connections: Connections,
    beginnings: Beginnings,
    epochs: Arc<Epochs>,
    /// Rung by commits that other nodes want to know of.
    bell: Arc<Bell>,
}

/// A store over one PostgreSQL database.
///
/// Closures run on the blocking threads of a tokio runtime with time, each on a connection of its own; a turn is taken
/// before a thread is.
pub struct PostgresStore {
    shared: Arc<Shared>,
    turns: Turns,
    options: PostgresOptions,
    /// Followed for as long as the store lives, if there are other nodes.
    _feed: Option<Feed>,
}

impl std::fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresStore").field("options", &self.options).finish_non_exhaustive()
    }
}

impl PostgresStore {
    /// Opens the database at `url` and brings it up to date; blocks while it does. What commits make untrue, here and on
    /// other nodes, is forgotten through `epochs`, which are [`followed`](Epochs::followed) where there are such.
    ///
    /// # Errors
    /// [`PostgresError`].
    pub fn open(
        url: &str,
        options: PostgresOptions,
        epochs: Arc<Epochs>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, PostgresError> {
        let manager = Manager::new(url, &options)?;
        manager.warn();
        migrate::apply(&manager)?;
        let bell = Arc::<Bell>::default();
        let feed = if epochs.are_followed() {
            let source = Source::new(url, &options)?;
            Some(Feed::start(source, Arc::clone(&epochs), clock, Arc::clone(&bell))?)
        } else {
            None
        };
        let connections = Connections::new(url, &options)?;
        let beginnings = Beginnings::new(&options);
        let shared = Arc::new(Shared { connections, beginnings, epochs, bell });
        Ok(Self { shared, turns: Turns::new(options.connections_max.max(1)), options, _feed: feed })
    }

    /// A fact about the database itself, such as the fingerprint of the master key.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn meta(&self, key: &str) -> Result<Option<String>, Error> {
        let key = key.to_owned();
        let job = pack(move |unit| Ok(unit.meta(&key)?));
        unpack(self.read(Reading::Point, job).await?)
    }

    /// Notes a fact about the database itself, durably, unless it is known; answers what is known from then on.
    ///
    /// # Errors
    /// As every write.
    pub async fn note(&self, key: &str, value: &str) -> Result<String, Error> {
        let (key, value) = (key.to_owned(), value.to_owned());
        let job = pack(move |unit| Ok(unit.note(&key, &value)?));
        unpack(self.write(job).await?)
    }

    async fn read(&self, reading: Reading, job: UnitJob) -> Answer {
        let PostgresOptions { answer_within, statement_timeout, .. } = self.options;
        // The server itself ends what reads for too long, and then says so.
        let within = if reading == Reading::Scan { statement_timeout + answer_within } else { answer_within };
        self.run(within, job, move |shared, watch, job| transaction::read(shared, watch, reading, job)).await
    }

    async fn write(&self, job: UnitJob) -> Answer {
        self.run(self.options.answer_within, job, transaction::write).await
    }

    /// Runs a closure on a thread that may wait, for as long as the server says something. Whoever stops waiting does not
    /// stop it.
    async fn run(
        &self,
        statement_within: Duration,
        mut job: UnitJob,
        work: impl FnOnce(&Shared, &Arc<Watch>, &mut UnitJob) -> Answer + Send + 'static,
    ) -> Answer {
        let runtime = Handle::try_current()
            .map_err(|_| StoreError::Unavailable("the store needs a tokio runtime".into()))?;
        let watch = Arc::new(Watch::new(self.options.answer_within, statement_within));
        let turn = self.turns.take(self.options.wait).await?;
        let (shared, watched, taken) = (Arc::clone(&self.shared), Arc::clone(&watch), turn.clone());
        let mut task = runtime.spawn_blocking(move || {
            let answer = work(&shared, &watched, &mut job);
            drop(taken);
            answer
        });
        let lost = |error| StoreError::OutcomeUnknown(format!("a closure was lost: {error}"));
        loop {
            if let Ok(done) = tokio::time::timeout_at(watch.deadline().into(), &mut task).await {
                return done.unwrap_or_else(|error| Err(lost(error).into()));
            }
            if let Some(error) = watch.abandon() {
                self.leave(&turn, &error);
                return Err(error.into());
            }
        }
    }

    /// Leaves a thread to itself that a silent server holds.
    fn leave(&self, turn: &Turn, error: &StoreError) {
        tracing::warn!(%error, "nobody waits for the database any longer");
        if self.turns.replace(turn) {
            self.shared.connections.renew();
        }
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn run_read(&self, reading: Reading, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        self.read(reading, over_unit(job)).await
    }

    async fn run_write(&self, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        self.write(over_unit(job)).await
    }
}

#[cfg(test)]
#[cfg(feature = "postgres-tests")]
pub(crate) mod tests;
