//! The schema: migrations are part of the binary, each one a transaction.

use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::result::QueryResult;
use diesel::sql_types::{Bool, Text};
use diesel::{PgConnection, RunQueryDsl as _};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};

use super::connect::Manager;
use super::options::{PostgresError, PostgresOptions};
use crate::error::is_lock_timeout;
use crate::migration::{self, CONTRACTIONS, MigrationStep, Obstacle, Target};

pub(crate) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// Nodes that start together migrate one after the other: the lock of that number.
const LOCK: i64 = 0x1DE7_717E;
/// Between two tries to take it.
const LOCK_EVERY: Duration = Duration::from_millis(50);

/// How long a migration waits for a table: meanwhile everybody else who wants it stands behind.
const LOCK_WAIT: Duration = Duration::from_secs(2);

/// Indexes that were not finished when somebody who built them without a lock was killed; those of an administrator who
/// builds one anew have an ending of their own.
const UNFINISHED: &str = "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_index i \
                          JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
                          WHERE NOT i.indisvalid AND n.nspname = current_schema() AND c.relname !~ '_cc(new|old)[0-9]*$'";

impl Target for PgConnection {
    const HAS_HISTORY: &'static str =
        "SELECT relname::text FROM pg_class WHERE oid = to_regclass('__diesel_schema_migrations')";

    fn texts(&mut self, query: &str) -> QueryResult<Vec<String>> {
        diesel::dsl::sql::<Text>(query).load(self)
    }

    fn prepare(&mut self, is_in_transaction: bool) -> QueryResult<()> {
        if is_in_transaction {
            return self.batch_execute(&format!("SET LOCAL lock_timeout = {}", LOCK_WAIT.as_millis()));
        }
        for index in self.texts(UNFINISHED)? {
            self.batch_execute(&format!("DROP INDEX CONCURRENTLY {index}"))?;
        }
        Ok(())
    }
}

impl From<Obstacle> for PostgresError {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::Newer(version) => Self::Newer(version),
            Obstacle::Failed(name, error) if is_lock_timeout(error.as_ref()) => {
                Self::Busy { name, waited: LOCK_WAIT }
            }
            Obstacle::Failed(name, error) => Self::Migration(format!("{name}: {error}").into()),
            Obstacle::Unreadable(error) => Self::Migration(error),
        }
    }
}

/// Brings the database at `url` up to date without serving it; answers how many migrations were missing.
///
/// # Errors
/// [`PostgresError`].
pub fn migrate(url: &str, options: &PostgresOptions) -> Result<usize, PostgresError> {
    apply(&Manager::new(url, options)?)
}

/// A connection of its own to the database at `url`.
pub(crate) fn connect(url: &str, options: &PostgresOptions) -> Result<PgConnection, PostgresError> {
    Manager::new(url, options)?.open()
}

/// What [`migrate`] would apply to the database at `url`. Nothing is changed.
///
/// # Errors
/// [`PostgresError`].
pub fn plan(url: &str, options: &PostgresOptions) -> Result<Vec<MigrationStep>, PostgresError> {
    let mut conn = connect(url, options)?;
    Ok(migration::plan(&mut conn, &MIGRATIONS, CONTRACTIONS)?)
}

/// Whether a schema of ours was ever applied to the database at `url`.
///
/// # Errors
/// [`PostgresError::Connection`].
pub fn has_schema(url: &str, options: &PostgresOptions) -> Result<bool, PostgresError> {
    is_made(&mut connect(url, options)?)
}

fn is_made(conn: &mut PgConnection) -> Result<bool, PostgresError> {
    let found = diesel::dsl::sql::<Bool>("SELECT to_regclass('__diesel_schema_migrations') IS NOT NULL");
    found.get_result(conn).map_err(|error| PostgresError::Connection(error.to_string()))
}

/// Applies what is missing; says how many migrations that were. A schema that no longer serves this release is left alone.
pub(super) fn apply(manager: &Manager) -> Result<usize, PostgresError> {
    let failed = |error: diesel::result::Error| PostgresError::Migration(Box::new(error));
    let mut conn = manager.open()?;
    // The usual start, which waits for nobody.
    if is_made(&mut conn)? && migration::plan(&mut conn, &MIGRATIONS, CONTRACTIONS)?.is_empty() {
        return Ok(0);
    }
    let mut holder = manager.open()?;
    while !is_locked(&mut holder).map_err(failed)? {
        holder.batch_execute("ROLLBACK").map_err(failed)?;
        std::thread::park_timeout(LOCK_EVERY);
    }
    let applied = migration::apply(&mut conn, &MIGRATIONS, CONTRACTIONS);
    holder.batch_execute("COMMIT").map_err(failed)?;
    Ok(applied?)
}

/// Tries to take the lock. A transaction of its own holds it, because a PgBouncer in transaction mode knows no sessions
/// and some migrations cannot be within a transaction; who has to wait does not hold a connection of the PgBouncer that
/// the migrations need.
fn is_locked(holder: &mut PgConnection) -> QueryResult<bool> {
    holder.batch_execute("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0")?;
    diesel::dsl::sql::<Bool>(&format!("SELECT pg_try_advisory_xact_lock({LOCK})")).get_result(holder)
}
