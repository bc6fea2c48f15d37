//! The schema: migrations are part of the binary, each one a transaction.

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

/// Brings the database at `url` up to date without serving it; answers how many migrations were missing.
///
/// # Errors
/// [`PostgresError`].
pub fn migrate(url: &str, options: &PostgresOptions) -> Result<usize, PostgresError> {
    apply(&mut connect(url, options)?)
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
pub(crate) fn apply(conn: &mut PgConnection) -> Result<usize, PostgresError> {
    let failed = |error: diesel::result::Error| PostgresError::Migration(Box::new(error));
    conn.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})")).map_err(failed)?;
    let applied = apply_locked(conn);
    conn.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})")).map_err(failed)?;
    applied
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
