//! Opening connections.

use diesel::connection::{CacheSize, InstrumentationEvent, SimpleConnection as _};
use diesel::{Connection as _, PgConnection};
use r2d2::ManageConnection;

use super::address::Address;
use super::begin::limits;
use super::options::{PostgresError, PostgresOptions};
use super::reach::Reach;
use super::watch::Ear;
use crate::any::AnyConnection;
use crate::job::execute;
use crate::unit::Link;

/// A connection that is kept, and whether it may be used again.
pub(super) struct Held {
    pub(super) link: Link,
    /// Nobody knows what state it is in.
    pub(super) is_in_doubt: bool,
    /// Hears whatever happens on it.
    pub(super) ear: Ear,
}

/// Opens connections.
pub(super) struct Manager {
    address: Address,
    /// What a session is told once; nothing where it may be anybody's after each transaction.
    settings: Option<String>,
    pub(super) reach: Reach,
}

impl Manager {
    /// Connections to the database at `url`.
    ///
    /// # Errors
    /// [`PostgresError::Address`].
    pub(super) fn new(url: &str, options: &PostgresOptions) -> Result<Self, PostgresError> {
        let settings = options.prepared.then(|| limits(options, "SET"));
        Ok(Self { address: Address::new(url)?, settings, reach: Reach::default() })
    }

    /// Tells operators what they may not have meant.
    pub(super) fn warn(&self) {
        if self.address.is_unprotected() {
            tracing::warn!(
                "connections to the database are not protected, because its address has a weak sslmode"
            );
        }
    }

    /// A connection for somebody who asks often and would rather ask again than wait.
    pub(super) fn open_for_feed(&self) -> Result<PgConnection, PostgresError> {
        let mut conn = self.open()?;
        if self.settings.is_some() {
            conn.batch_execute("SET statement_timeout = 1000; SET lock_timeout = 1000").map_err(failed)?;
        }
        Ok(conn)
    }

    /// A connection of its own.
    pub(super) fn open(&self) -> Result<PgConnection, PostgresError> {
        let mut conn = PgConnection::establish(&self.address.expose()).map_err(failed)?;
        if self.settings.is_none() {
            conn.set_prepared_statement_cache_size(CacheSize::Disabled);
        }
        Ok(conn)
    }
}

/// What libpq says is several lines.
fn failed(error: impl std::fmt::Display) -> PostgresError {
    let text = error.to_string();
    PostgresError::Connection(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

impl ManageConnection for Manager {
    type Connection = Held;
    type Error = PostgresError;

    fn connect(&self) -> Result<Held, PostgresError> {
        self.reach.note(self.open()).and_then(|mut conn| {
            let ear = Ear::default();
            let heard = ear.clone();
            conn.set_instrumentation(move |_: InstrumentationEvent<'_>| heard.hear());
            let mut link = Link::new(AnyConnection::Postgres(conn));
            if let Some(settings) = &self.settings {
                execute(&mut link, settings).map_err(failed)?;
            }
            Ok(Held { link, is_in_doubt: false, ear })
        })
    }

    fn is_valid(&self, held: &mut Held) -> Result<(), PostgresError> {
        execute(&mut held.link, "SELECT 1").map_err(failed)
    }

    fn has_broken(&self, held: &mut Held) -> bool {
        held.is_in_doubt || held.ear.is_abandoned()
    }
}
