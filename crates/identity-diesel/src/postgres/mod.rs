//! The store over a PostgreSQL database that several nodes share.

mod address;
mod begin;
mod feed;
mod migrate;
mod options;
mod pool;
mod transaction;

use std::any::Any;
use std::sync::Arc;

use async_trait::async_trait;
use identity_core::auth::Epochs;
use identity_core::error::{Error, StoreError};
use identity_core::port::{Clock, Job, Reading, Store};
use r2d2::Pool;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

pub use migrate::{has_schema, migrate as migrate_postgres};
pub use options::{PostgresError, PostgresOptions};

pub(crate) use migrate::connect;

use crate::error::RETRY_AFTER_MS;
use crate::job::{Answer, UnitJob, over_unit, pack, unpack};
use address::Address;
use begin::Beginnings;
use feed::{Bell, Feed, Source};
use pool::Manager;

/// Whether an address can be one of a database; nothing is connected.
///
/// # Errors
/// [`PostgresError::Address`].
pub fn check_postgres_address(url: &str) -> Result<(), PostgresError> {
    Address::new(url).map(drop)
}

/// What the threads that wait for the server share.
struct Shared {
    pool: Pool<Manager>,
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
    turns: Arc<Semaphore>,
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
        let turns = usize::try_from(options.connections_max.max(1)).unwrap_or(1);
        let beginnings = Beginnings::new(&options);
        let shared = Shared { pool: pool::pool(manager, &options), beginnings, epochs, bell };
        Ok(Self { shared: Arc::new(shared), turns: Arc::new(Semaphore::new(turns)), options, _feed: feed })
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
        self.run(job, move |shared, job| transaction::read(shared, reading, job)).await
    }

    async fn write(&self, job: UnitJob) -> Answer {
        self.run(job, transaction::write).await
    }

    /// Runs a closure on a thread that may wait. Whoever stops waiting does not stop it.
    async fn run(
        &self,
        mut job: UnitJob,
        work: impl FnOnce(&Shared, &mut UnitJob) -> Answer + Send + 'static,
    ) -> Answer {
        let runtime = Handle::try_current()
            .map_err(|_| StoreError::Unavailable("the store needs a tokio runtime".into()))?;
        let turn = Arc::clone(&self.turns).acquire_owned();
        let Ok(Ok(turn)) = tokio::time::timeout(self.options.wait, turn).await else {
            return Err(StoreError::Busy { retry_after_ms: RETRY_AFTER_MS }.into());
        };
        let shared = Arc::clone(&self.shared);
        let task = runtime.spawn_blocking(move || {
            let answer = work(&shared, &mut job);
            drop(turn);
            answer
        });
        let lost = |error| StoreError::OutcomeUnknown(format!("a closure was lost: {error}"));
        task.await.unwrap_or_else(|error| Err(lost(error).into()))
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
