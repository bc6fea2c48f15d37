//! The schema: migrations are part of the binary, each one a transaction.

use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::sql_types::Bool;
use diesel::{PgConnection, RunQueryDsl as _};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use super::options::{PostgresError, PostgresOptions};
use super::pool::Manager;

pub(super) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// Nodes that start together migrate one after the other: the lock of that number.
const LOCK: i64 = 0x1DE7_717E;
/// Between two tries to take it.
const LOCK_EVERY: Duration = Duration::from_millis(50);

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

/// Whether a schema of ours was ever applied to the database at `url`.
///
/// # Errors
/// [`PostgresError::Connection`].
pub fn has_schema(url: &str, options: &PostgresOptions) -> Result<bool, PostgresError> {
    let mut conn = connect(url, options)?;
    let found = diesel::dsl::sql::<Bool>("SELECT to_regclass('__diesel_schema_migrations') IS NOT NULL");
    found.get_result(&mut conn).map_err(|error| PostgresError::Connection(error.to_string()))
}

/// Applies what is missing; says how many migrations that were. A schema that is newer than this release is left alone.
pub(super) fn apply(manager: &Manager) -> Result<usize, PostgresError> {
    let failed = |error: diesel::result::Error| PostgresError::Migration(Box::new(error));
    let mut holder = manager.open()?;
    while !is_locked(&mut holder).map_err(failed)? {
        holder.batch_execute("ROLLBACK").map_err(failed)?;
        std::thread::park_timeout(LOCK_EVERY);
    }
    let applied = apply_locked(&mut manager.open()?);
    holder.batch_execute("COMMIT").map_err(failed)?;
    applied
}

/// Tries to take the lock. A transaction of its own holds it, because a PgBouncer in transaction mode knows no sessions
/// and some migrations cannot be within a transaction; who has to wait does not hold a connection of the PgBouncer that
/// the migrations need.
fn is_locked(holder: &mut PgConnection) -> diesel::result::QueryResult<bool> {
    holder.batch_execute("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0")?;
    diesel::dsl::sql::<Bool>(&format!("SELECT pg_try_advisory_xact_lock({LOCK})")).get_result(holder)
}

fn apply_locked(conn: &mut PgConnection) -> Result<usize, PostgresError> {
    let known: Vec<String> = MigrationSource::<Pg>::migrations(&MIGRATIONS)
        .map_err(PostgresError::Migration)?
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    let applied = conn.applied_migrations().map_err(PostgresError::Migration)?;
    if let Some(newer) = applied.iter().map(ToString::to_string).find(|version| !known.contains(version)) {
        return Err(PostgresError::Newer(newer));
    }
    Ok(conn.run_pending_migrations(MIGRATIONS).map_err(PostgresError::Migration)?.len())
}
