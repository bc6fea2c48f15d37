//! Moving everything from one database to another: a dump is lines of JSON, the same for the same data on SQLite and on
//! PostgreSQL. The first line says what it is and how many rows follow, the last one has the digest of all before; between
//! them stands a row to a line, tables and rows in a fixed order.

mod column;
mod connection;
mod error;
mod export;
mod header;
mod import;
mod json;
mod reader;
mod state;
mod tables;
#[cfg(test)]
mod tests;
mod value;

use std::path::Path;

use diesel::connection::SimpleConnection as _;

pub use error::DumpError;
pub use reader::Reader;

use crate::any::AnyConnection;
#[cfg(feature = "postgres")]
use crate::postgres::{self, PostgresError, PostgresOptions};
use crate::sqlite::{self, OpenError, Place, Role, SqliteOptions};

/// How many rows of a dump share a commit.
const BATCH_ROWS: u64 = 10_000;

/// How far an export or import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows that are done.
    pub rows: u64,
    /// Rows there are.
    pub total: u64,
}

/// What a database is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Its schema stays as it is.
    Export,
    /// Its schema is brought up to date.
    Import,
}

/// A database of which a dump is made, or which is made of one.
pub struct Database {
    any: AnyConnection,
    /// Keeps other processes off an SQLite file.
    _place: Option<Place>,
    batch_rows: u64,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("batch_rows", &self.batch_rows).finish_non_exhaustive()
    }
}

impl Database {
    /// Opens the SQLite file at `path`, which nobody else has open.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn sqlite(path: &Path, purpose: Purpose) -> Result<Self, OpenError> {
        let place = Place::lock(path)?;
        let role = if purpose == Purpose::Export { Role::Reader } else { Role::Writer };
        let mut conn = sqlite::connect(place.path(), role, &SqliteOptions::default())?;
        if purpose == Purpose::Import {
            sqlite::migrate::apply(&mut conn)?;
        }
        Ok(Self { any: AnyConnection::Sqlite(conn), _place: Some(place), batch_rows: BATCH_ROWS })
    }

    /// Opens the database at `url`.
    ///
    /// # Errors
    /// [`PostgresError`].
    #[cfg(feature = "postgres")]
    pub fn postgres(url: &str, options: &PostgresOptions, purpose: Purpose) -> Result<Self, PostgresError> {
        if purpose == Purpose::Import {
            postgres::migrate_postgres(url, options)?;
        }
        let conn = postgres::connect(url, options)?;
        Ok(Self { any: AnyConnection::Postgres(conn), _place: None, batch_rows: BATCH_ROWS })
    }

    /// What a failure left open is rolled back.
    fn settled<T>(&mut self, outcome: Result<T, DumpError>) -> Result<T, DumpError> {
        if outcome.is_err() {
            // There may be no transaction; what failed is what is told.
            let _ = self.any.batch_execute("ROLLBACK");
        }
        outcome
    }
}
