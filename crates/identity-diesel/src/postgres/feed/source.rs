//! Where the feed is read: at the database's own address, or past whatever stands before it.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::postgres::connect::Manager;
use crate::postgres::options::{PostgresError, PostgresOptions};
use crate::postgres::transaction::jitter;

/// Opens connections that the feed is read over.
pub(in crate::postgres) struct Source {
    direct: Manager,
    /// The database's own address, if that is another one.
    database: Option<Manager>,
    has_hints: bool,
}

impl Source {
    /// The direct address if there is one. Without it hints are listened for only where statements are prepared: a
    /// PgBouncer in transaction mode, which can do neither, stands in between where they are not.
    ///
    /// # Errors
    /// [`PostgresError::Address`].
    pub(in crate::postgres) fn new(url: &str, options: &PostgresOptions) -> Result<Self, PostgresError> {
        let database = Manager::new(url, options)?;
        match &options.feed_url {
            Some(direct) => {
                // Whoever is asked directly is one's own for the whole session.
                let direct = Manager::new(direct, &PostgresOptions { prepared: true, ..options.clone() })?;
                direct.warn();
                Ok(Self { direct, database: Some(database), has_hints: true })
            }
            None => Ok(Self { direct: database, database: None, has_hints: options.prepared }),
        }
    }

    /// Whether connections stay with one process of the server.
    pub(in crate::postgres) fn has_hints(&self) -> bool {
        self.has_hints
    }

    /// A connection.
    ///
    /// # Errors
    /// [`PostgresError::Connection`], [`PostgresError::OtherDatabase`].
    pub(super) fn open(&self) -> Result<PgConnection, PostgresError> {
        let mut conn = self.direct.open_for_feed()?;
        if let Some(database) = &self.database {
            prove_same(&mut database.open_for_feed()?, &mut conn)?;
        }
        Ok(conn)
    }
}

/// Whoever followed another database, a copy or a standby would believe what was long revoked. A lock that one connection
/// holds and the other cannot have proves that both lead to the same database of the same running server.
fn prove_same(database: &mut PgConnection, feed: &mut PgConnection) -> Result<(), PostgresError> {
    let failed = |error: diesel::result::Error| PostgresError::Connection(error.to_string());
    let key = jitter().cast_signed();
    database.batch_execute(&format!("BEGIN; SELECT pg_advisory_xact_lock({key})")).map_err(failed)?;
    let question = format!("SELECT pg_try_advisory_xact_lock({key})");
    let is_free: bool = diesel::dsl::sql::<Bool>(&question).get_result(feed).map_err(failed)?;
    if is_free { Err(PostgresError::OtherDatabase) } else { Ok(()) }
}
