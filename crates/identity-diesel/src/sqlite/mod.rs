//! The store over one SQLite file that this process owns.

mod batch;
mod connect;
mod functions;
mod lock;
pub(crate) mod migrate;
mod options;
mod reader;
mod scan;
mod shared;
mod writer;

use std::any::Any;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use identity_core::auth::Epochs;
use identity_core::error::Error;
use identity_core::port::{Job, Reading, Store};

pub use migrate::{migrate, plan};
pub use options::{OpenError, SqliteOptions};

use crate::any::AnyConnection;
use crate::job::{over_unit, pack, unpack};
use crate::totals::Totals;
use crate::unit::Link;
pub(crate) use connect::{Role, connect};
pub(crate) use lock::Place;
use reader::Readers;
use scan::Scans;
use shared::Shared;
use writer::Writer;

/// A store over one SQLite file.
///
/// Writes run one after the other on a thread of their own, many to a commit; point and snapshot reads run at once on
/// the calling thread; scans run on the blocking threads of a tokio runtime and need one with time. Dropping the
/// store finishes queued writes and waits for them, so it is dropped where blocking is allowed.
pub struct SqliteStore {
    // Fields are dropped in this order: the writer finishes and empties the log while nobody else reads it.
    writer: Writer,
    readers: Readers,
    scans: Arc<Scans>,
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteStore").field("commits", &self.commits()).finish_non_exhaustive()
    }
}

impl SqliteStore {
    /// Opens the database at `path`, makes it if there is none, and brings it up to date. The directory exists;
    /// `<path>.lock` is made beside the file and keeps every other process off. What commits make untrue is forgotten
    /// through `epochs`.
    ///
    /// # Errors
    /// [`OpenError::Locked`] while somebody else has it open; [`OpenError::Newer`] for a schema of a newer release
    /// that no longer serves this one.
    pub fn open(path: &Path, options: SqliteOptions, epochs: Arc<Epochs>) -> Result<Self, OpenError> {
        let place = Place::lock(path)?;
        let mut conn = connect(place.path(), Role::Writer, &options)?;
        migrate::apply(&mut conn)?;
        let totals = Totals::new(connect::tables(&mut conn)?);
        let shared = Arc::new(Shared { place, options, totals });
        let link = Link::new(AnyConnection::Sqlite(conn));
        let failed = |error| OpenError::Io(path.into(), error);
        let writer = Writer::start(Arc::clone(&shared), epochs, link).map_err(failed)?;
        let scans = Arc::new(Scans::new(Arc::clone(&shared)));
        Ok(Self { writer, readers: Readers::new(shared), scans })
    }

    /// How many commits were made since the store was opened; writes that waited together share one.
    pub fn commits(&self) -> u64 {
        self.writer.commits()
    }

    /// A fact about the database itself, such as the fingerprint of the master key.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn meta(&self, key: &str) -> Result<Option<String>, Error> {
        let key = key.to_owned();
        let job = pack(move |unit| Ok(unit.meta(&key)?));
        unpack(self.readers.run(Reading::Point, job)?)
    }

    /// Notes a fact about the database itself, durably, unless it is known; answers what is known from then on.
    ///
    /// # Errors
    /// As every write.
    pub async fn note(&self, key: &str, value: &str) -> Result<String, Error> {
        let (key, value) = (key.to_owned(), value.to_owned());
        let job = pack(move |unit| Ok(unit.note(&key, &value)?));
        unpack(self.writer.run(job).await?)
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn run_read(&self, reading: Reading, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        let job = over_unit(job);
        match reading {
            Reading::Point | Reading::Snapshot => self.readers.run(reading, job),
            Reading::Scan => self.scans.run(job).await,
        }
    }

    async fn run_write(&self, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        self.writer.run(over_unit(job)).await
    }
}

#[cfg(test)]
mod tests;
