//! The schema: migrations are part of the binary, each one a transaction.

use std::path::Path;

use diesel::connection::SimpleConnection as _;
use diesel::result::QueryResult;
use diesel::sql_types::Text;
use diesel::{Connection as _, RunQueryDsl as _, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};

use super::connect::{Role, connect};
use super::lock::Place;
use super::options::{OpenError, SqliteOptions};
use crate::migration::{self, CONTRACTIONS, MigrationStep, Obstacle, Target};

pub(crate) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");

impl Target for SqliteConnection {
    const HAS_HISTORY: &'static str =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name = '__diesel_schema_migrations'";

    fn texts(&mut self, query: &str) -> QueryResult<Vec<String>> {
        diesel::dsl::sql::<Text>(query).load(self)
    }

    fn prepare(&mut self, _: bool) -> QueryResult<()> {
        // Nobody else has the file open.
        Ok(())
    }
}

impl From<Obstacle> for OpenError {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::Newer(version) => Self::Newer(version),
            Obstacle::Failed(name, error) => Self::Migration(format!("{name}: {error}").into()),
            Obstacle::Unreadable(error) => Self::Migration(error),
        }
    }
}

/// Applies what is missing; says how many migrations that were. A schema that no longer serves this release is left alone.
pub(crate) fn apply(conn: &mut SqliteConnection) -> Result<usize, OpenError> {
    Ok(migration::apply(conn, &MIGRATIONS, CONTRACTIONS)?)
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

/// What [`migrate`] would apply to the database at `path`, all of it if there is none. Nothing is changed or made.
///
/// # Errors
/// As [`migrate`].
pub fn plan(path: &Path) -> Result<Vec<MigrationStep>, OpenError> {
    if !path.exists() {
        let mut nothing = SqliteConnection::establish(":memory:")?;
        return Ok(migration::plan(&mut nothing, &MIGRATIONS, CONTRACTIONS)?);
    }
    let place = Place::lock(path)?;
    // Not as a store opens it, which would choose the file's journal.
    let mut conn = SqliteConnection::establish(place.path())?;
    conn.batch_execute("PRAGMA query_only = ON")?;
    Ok(migration::plan(&mut conn, &MIGRATIONS, CONTRACTIONS)?)
}
