//! The first and the last line of a dump.

use std::sync::LazyLock;

use diesel::migration::MigrationSource as _;
use diesel::sqlite::Sqlite;
use serde::{Deserialize, Serialize};

use super::error::DumpError;
use super::tables::TABLES;
use crate::sqlite::migrate::MIGRATIONS;

/// The form of dumps that this release writes and reads.
const VERSION: u32 = 1;

/// The last migration that this release knows; both databases have the same.
pub(super) static SCHEMA: LazyLock<String> = LazyLock::new(|| {
    let migrations: Vec<Box<dyn diesel::migration::Migration<Sqlite>>> =
        MIGRATIONS.migrations().unwrap_or_default();
    migrations.iter().map(|migration| migration.name().version().to_string()).max().unwrap_or_default()
});

/// How many rows of a table follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Count {
    pub(super) name: String,
    pub(super) rows: u64,
}

/// What a dump is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    version: u32,
    schema: String,
    master_key: String,
    pub(super) tables: Vec<Count>,
}

/// Why a dump is whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct End {
    pub(super) rows: u64,
    /// Over everything before this line.
    pub(super) sha256: String,
}

impl Header {
    /// The only member of the line.
    pub(super) const NAME: &'static str = "identity_dump";

    /// A header of this release.
    pub(super) fn new(master_key: String, rows: impl IntoIterator<Item = u64>) -> Self {
        let tables = TABLES.iter().zip(rows).map(|(table, rows)| Count { name: table.name.to_owned(), rows });
        Self { version: VERSION, schema: SCHEMA.clone(), master_key, tables: tables.collect() }
    }

    /// The fingerprint of the master key that the dump belongs to.
    pub(super) fn master_key(&self) -> &str {
        &self.master_key
    }

    /// How many rows follow.
    pub(super) fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// Whether this release can read what follows, with the master key of this fingerprint.
    pub(super) fn check(&self, master_key: &str) -> Result<(), DumpError> {
        if self.version != VERSION {
            return Err(DumpError::Version(self.version));
        }
        if self.schema != *SCHEMA {
            return Err(DumpError::Schema { found: self.schema.clone(), wanted: SCHEMA.clone() });
        }
        if !self.tables.iter().map(|table| table.name.as_str()).eq(TABLES.iter().map(|table| table.name)) {
            return Err(DumpError::Line(1, "the tables are not those of the schema".into()));
        }
        if self.master_key == master_key { Ok(()) } else { Err(DumpError::OtherKey) }
    }
}

impl End {
    /// The only member of the line.
    pub(super) const NAME: &'static str = "end";
}

/// A line with one member.
pub(super) fn line(name: &'static str, value: &impl Serialize) -> Result<Vec<u8>, DumpError> {
    Ok(format!("{{\"{name}\":{}}}\n", serde_json::to_string(value)?).into_bytes())
}
