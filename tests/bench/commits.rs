//! S0: durable commits of one row, one at a time, by SQLite alone.

use std::path::Path;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use identity_tests::Failure;

diesel::table! {
    rows (id) {
        id -> BigInt,
        text -> Text,
    }
}

const SCHEMA: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, text TEXT NOT NULL);";
const ROW: &str =
    "One row about as long as that of a person: e-mail, first name, last name, dates and states.";

/// A database of its own on the same disk.
pub struct Commits(SqliteConnection);

impl Commits {
    /// Opens or makes it.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let mut connection = SqliteConnection::establish(&path.display().to_string())?;
        connection.batch_execute(SCHEMA)?;
        Ok(Self(connection))
    }

    /// Commits per second over that long.
    pub fn per_second(&mut self, span: Duration) -> Result<f64, Failure> {
        let started = Instant::now();
        let mut commits = 0_u32;
        while started.elapsed() < span {
            diesel::insert_into(rows::table).values(rows::text.eq(ROW)).execute(&mut self.0)?;
            commits += 1;
        }
        Ok(f64::from(commits) / started.elapsed().as_secs_f64())
    }
}
