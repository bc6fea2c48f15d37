//! What can be chosen about an SQLite store, and why one cannot be opened.

use std::path::PathBuf;
use std::time::Duration;

/// What can be chosen. Durability cannot: every connection runs WAL, synchronous=FULL and foreign keys.
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    /// Writes that may wait; one more is refused as busy.
    pub queue_jobs_max: usize,
    /// Writes that share one commit at most.
    pub batch_jobs_max: usize,
    /// How long a batch takes further writes at most.
    pub batch_span: Duration,
    /// How long a statement waits for a lock that another program holds on the file.
    pub busy_timeout: Duration,
    /// Scans that run at the same time; each has a connection of its own.
    pub scans_max: usize,
    /// How long a scan waits for its turn before it is refused as busy.
    pub scan_wait: Duration,
    /// Page cache of the writing connection at most, in KiB; what a batch changes beyond it is written twice.
    pub write_cache_kib: u32,
    /// Page cache of each reading connection at most, in KiB.
    pub read_cache_kib: u32,
    /// How many pages of 4 KiB the write-ahead log gathers before they move into the database. More makes random
    /// writes cheaper, and the start after a crash longer.
    pub log_pages: u32,
    /// Quota of the file in pages of 4 KiB; when it is used up, writes are unavailable and reads go on.
    pub pages_max: Option<u32>,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            queue_jobs_max: 4096,
            batch_jobs_max: 256,
            batch_span: Duration::from_millis(5),
            busy_timeout: Duration::from_secs(5),
            scans_max: 4,
            scan_wait: Duration::from_secs(1),
            write_cache_kib: 32_768,
            read_cache_kib: 4096,
            log_pages: 8192,
            pages_max: None,
        }
    }
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process, or another store of this one, has it open.
    #[error("the database is in use: {0} is locked")]
    Locked(PathBuf),
    /// The path names no file that a database could be, or is not UTF-8.
    #[error("not a path of a database file: {0}")]
    Path(PathBuf),
    /// The lock file or the directory cannot be used, or a thread not started.
    #[error("{0}: {1}")]
    Io(PathBuf, #[source] std::io::Error),
    /// SQLite refused the file.
    #[error("the database cannot be opened: {0}")]
    Connection(#[from] diesel::ConnectionError),
    /// A statement that prepares a connection failed.
    #[error("the database cannot be prepared: {0}")]
    Statement(#[from] diesel::result::Error),
    /// A setting that durability or integrity depends on did not take.
    #[error("the database does not accept {0}")]
    Pragma(&'static str),
    /// The schema was made by a newer release than this one, which can no longer use it.
    #[error("the database has migration {0}, which this release does not know; use the release that made it")]
    Newer(String),
    /// A migration failed and was rolled back.
    #[error("a migration failed: {0}")]
    Migration(Box<dyn std::error::Error + Send + Sync>),
}
