//! Connections to the server, opened when they are needed and kept.

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::{CacheSize, SimpleConnection as _};
use diesel::{Connection as _, PgConnection};
use identity_core::error::StoreError;
use r2d2::{ManageConnection, Pool, PooledConnection};

use super::address::Address;
use super::begin::limits;
use super::options::{PostgresError, PostgresOptions};
use crate::any::AnyConnection;
use crate::error::RETRY_AFTER_MS;
use crate::job::execute;
use crate::unit::Link;

/// A connection of the pool, and whether it may be used again.
pub(super) struct Held {
    pub(super) link: Link,
    /// Nobody knows what state it is in.
    pub(super) is_in_doubt: bool,
}

/// Opens connections.
#[derive(Clone)]
pub(super) struct Manager {
    address: Arc<Address>,
    /// Where the database itself is, if that was said.
    direct: Option<Arc<Address>>,
    /// What a session is told once; nothing where it may be anybody's after each transaction.
    settings: Option<String>,
}

impl Manager {
    /// Connections to the database at `url`.
    ///
    /// # Errors
    /// [`PostgresError::Address`].
    pub(super) fn new(url: &str, options: &PostgresOptions) -> Result<Self, PostgresError> {
        let direct = options.feed_url.as_deref().map(Address::new).transpose()?;
        Ok(Self {
            address: Arc::new(Address::new(url)?),
            direct: direct.map(Arc::new),
            settings: options.prepared.then(|| limits(options, "SET")),
        })
    }

    /// Tells operators what they may not have meant.
    pub(super) fn warn(&self) {
        if self.address.is_unprotected() || self.direct.as_ref().is_some_and(|direct| direct.is_unprotected())
        {
            tracing::warn!(
                "connections to the database are not protected, because its address has a weak sslmode"
            );
        }
    }

    /// A connection for somebody who asks often and would rather ask again than wait.
    pub(super) fn open_for_feed(&self) -> Result<PgConnection, PostgresError> {
        let mut conn = self.direct.as_deref().map_or_else(|| self.open(), establish)?;
        if self.direct.is_some() || self.settings.is_some() {
            conn.batch_execute("SET statement_timeout = 1000; SET lock_timeout = 1000")
                .map_err(|error| PostgresError::Connection(error.to_string()))?;
        }
        Ok(conn)
    }

    /// A connection of its own.
    pub(super) fn open(&self) -> Result<PgConnection, PostgresError> {
        let mut conn = establish(&self.address)?;
        if self.settings.is_none() {
            conn.set_prepared_statement_cache_size(CacheSize::Disabled);
        }
        Ok(conn)
    }
}

fn establish(address: &Address) -> Result<PgConnection, PostgresError> {
    PgConnection::establish(&address.expose()).map_err(|error| PostgresError::Connection(error.to_string()))
}

impl ManageConnection for Manager {
    type Connection = Held;
    type Error = PostgresError;

    fn connect(&self) -> Result<Held, PostgresError> {
        let mut link = Link::new(AnyConnection::Postgres(self.open()?));
        if let Some(settings) = &self.settings {
            execute(&mut link, settings).map_err(|error| PostgresError::Connection(error.to_string()))?;
        }
        Ok(Held { link, is_in_doubt: false })
    }

    fn is_valid(&self, held: &mut Held) -> Result<(), PostgresError> {
        execute(&mut held.link, "SELECT 1").map_err(|error| PostgresError::Connection(error.to_string()))
    }

    fn has_broken(&self, held: &mut Held) -> bool {
        held.is_in_doubt
    }
}

/// Tells operators why there is no connection.
#[derive(Debug)]
struct Loud;

impl r2d2::HandleError<PostgresError> for Loud {
    fn handle_error(&self, error: PostgresError) {
        tracing::error!(%error, "no connection to the database");
    }
}

/// The pool. Nobody waits in it for long: turns are taken before.
pub(super) fn pool(manager: Manager, options: &PostgresOptions) -> Pool<Manager> {
    Pool::builder()
        .max_size(options.connections_max.max(1))
        .min_idle(Some(0))
        .test_on_check_out(false)
        .connection_timeout(options.wait.max(Duration::from_millis(100)))
        .error_handler(Box::new(Loud))
        .build_unchecked(manager)
}

/// A connection of the pool.
pub(super) fn held(pool: &Pool<Manager>) -> Result<PooledConnection<Manager>, StoreError> {
    pool.get().map_err(|error| {
        if pool.state().connections < pool.max_size() {
            StoreError::Unavailable(error.to_string())
        } else {
            StoreError::Busy { retry_after_ms: RETRY_AFTER_MS }
        }
    })
}
