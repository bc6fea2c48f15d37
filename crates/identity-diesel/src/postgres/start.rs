//! Nodes start one after the other.

use diesel::PgConnection;
use diesel::connection::SimpleConnection as _;

use super::connect::Manager;
use super::options::{PostgresError, PostgresOptions};

/// The lock of that number is held by the node that starts.
const LOCK: i64 = 0x1DE7_57A7;

/// The right to start: to make a key, apply a catalogue and fill an empty database while no other node does. Dropping it
/// gives it back, and so does whatever ends the process.
pub struct StartLock {
    _conn: PgConnection,
}

impl std::fmt::Debug for StartLock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StartLock")
    }
}

impl StartLock {
    /// Waits for a minute at most until no other node starts; blocks while it does. The lock is that of a transaction, so
    /// it works through a PgBouncer too.
    ///
    /// # Errors
    /// [`PostgresError::Address`], [`PostgresError::Connection`].
    pub fn take(url: &str, options: &PostgresOptions) -> Result<Self, PostgresError> {
        let mut conn = Manager::new(url, options)?.open()?;
        conn.batch_execute(&format!(
            "BEGIN; SET LOCAL lock_timeout = '60s'; SET LOCAL idle_in_transaction_session_timeout = 0; \
             SELECT pg_advisory_xact_lock({LOCK})"
        ))
        .map_err(|error| PostgresError::Connection(error.to_string()))?;
        Ok(Self { _conn: conn })
    }
}
