//! The schema: migrations are part of the binary, each one a transaction.

use std::path::Path;

use diesel::SqliteConnection;
use diesel::migration::MigrationSource;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use super::connect::{Role, connect};
use super::lock::Place;
use super::options::{OpenError, SqliteOptions};

pub(crate) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");

/// Applies what is missing; says how many migrations that were. A schema that is newer than this release is left alone.
pub(crate) fn apply(conn: &mut SqliteConnection) -> Result<usize, OpenError> {
    let known: Vec<String> = MigrationSource::<Sqlite>::migrations(&MIGRATIONS)
        .map_err(OpenError::Migration)?
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    let applied = conn.applied_migrations().map_err(OpenError::Migration)?;
    if let Some(newer) = applied.iter().map(ToString::to_string).find(|version| !known.contains(version)) {
        return Err(OpenError::Newer(newer));
    }
    Ok(conn.run_pending_migrations(MIGRATIONS).map_err(OpenError::Migration)?.len())
}

/// Brings the database at `path` up to date without serving it, and makes it if there is none. Answers how many
/// migrations were missing.
///
/// # Errors
/// [`OpenError::Locked`] while a store has the database open, and whatever else keeps it from being opened.
pub fn migrate(path: &Path) -> Result<usize, OpenError> {
    let place = Place::lock(path)?;
    apply(&mut connect(place.path(), Role::Writer, &SqliteOptions::default())?)
}
