//! What can be chosen about a PostgreSQL store, and why one cannot be opened.

use std::time::Duration;

/// What can be chosen. Isolation cannot: writes are serializable, reads of several statements see one state.
#[derive(Debug, Clone)]
pub struct PostgresOptions {
    /// Connections at most; as many closures run at the same time. As many again may be left to a server that went silent.
    pub connections_max: u32,
    /// How long a closure waits for its turn before it is refused as busy.
    pub wait: Duration,
    /// How long the server may say nothing before nobody waits for it any more: a limit for servers that hang, which obey
    /// no other. It must be longer than any single statement of a write takes. A write is known not to be committed then,
    /// unless its commit was sent. Scans may be silent for as long as a statement may run, and this long on top.
    pub answer_within: Duration,
    /// How long a statement may run.
    pub statement_timeout: Duration,
    /// How long a statement waits for a lock.
    pub lock_timeout: Duration,
    /// How long a transaction may stand still between statements; a writer that hangs longer is cut.
    pub idle_timeout: Duration,
    /// Whether statements are prepared once for each connection. PgBouncer in transaction mode does not know whose they are.
    pub prepared: bool,
    /// Where the changes of other nodes are followed, if not at the database's own address: past a PgBouncer, to the very
    /// same server. Hints between nodes need it where statements are not prepared.
    pub feed_url: Option<String>,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            connections_max: 16,
            wait: Duration::from_secs(1),
            answer_within: Duration::from_millis(1500),
            statement_timeout: Duration::from_secs(10),
            lock_timeout: Duration::from_secs(5),
            idle_timeout: Duration::from_secs(5),
            prepared: true,
            feed_url: None,
        }
    }
}

/// Why a database could not be opened. The address is never part of it, because a password may be in it.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    /// The address cannot be one of a database.
    #[error("{0}")]
    Address(&'static str),
    /// The server cannot be reached or refuses the role.
    #[error("the database cannot be reached: {0}")]
    Connection(String),
    /// The feed would follow somebody else's changes.
    #[error("the address of the change feed leads to another database, a copy or a standby")]
    OtherDatabase,
    /// The thread that follows the changes did not start.
    #[error("no thread follows the changes: {0}")]
    Thread(#[source] std::io::Error),
    /// The schema was made by a newer release than this one, which can no longer use it.
    #[error("the database has migration {0}, which this release does not know; use the release that made it")]
    Newer(String),
    /// Somebody else uses a table that a migration changes; nothing of it was kept.
    #[error(
        "migration {name} gave up after {} s because a table that it changes is in use; nothing of it was kept, try again",
        waited.as_secs()
    )]
    Busy {
        /// Which migration.
        name: String,
        /// How long it waited.
        waited: Duration,
    },
    /// A migration failed and was rolled back.
    #[error("a migration failed: {0}")]
    Migration(Box<dyn std::error::Error + Send + Sync>),
}
