//! Why a dump was not written or not read.

use identity_core::error::StoreError;

use crate::error::translate;

/// Why a dump was not written or not read.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// The dump cannot be read or written.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The database failed or refused.
    #[error("the database: {0}")]
    Store(StoreError),
    /// A line is not what it has to be.
    #[error("line {0}: {1}")]
    Line(u64, String),
    /// The form is one of another release.
    #[error("the dump has form {0}, which this release does not know")]
    Version(u32),
    /// The schemas differ.
    #[error("the dump has schema {found}, this release has {wanted}; use one release for export and import")]
    Schema {
        /// That of the dump.
        found: String,
        /// That of this release.
        wanted: String,
    },
    /// What is sealed in the dump could not be opened.
    #[error("the dump was made with another master key")]
    OtherKey,
    /// The end is missing.
    #[error("the dump is incomplete: it ends after line {0}")]
    Cut(u64),
    /// The digest differs.
    #[error("the dump is damaged: its digest does not fit")]
    Damaged,
    /// The schema is older or newer than this release, or there is none.
    #[error(
        "the database has {0}, this release has schema {1}; `identity-server migrate` brings it up to date"
    )]
    NotMigrated(String, String),
    /// There is nothing to export.
    #[error("the database was never started, so there is nothing to export")]
    NeverStarted,
    /// The database belongs to a master key already.
    #[error("the database belongs to another master key")]
    OtherDatabase,
    /// Something is there already.
    #[error("the database is not empty, table {0} has rows; an import needs an empty one")]
    NotEmpty(&'static str),
    /// An import has begun and not ended.
    #[error("an import into the database has begun and not ended; import the same dump again to finish it")]
    HalfImported,
    /// The dump is not the one whose import began.
    #[error(
        "an import of another dump has begun; import that one again to finish it, or begin with an empty database"
    )]
    OtherDump,
    /// Somebody else imports at the same time.
    #[error("somebody else imports into the database")]
    Overtaken,
    /// Not every row was found in its place.
    #[error("table {name} has {found} rows instead of {wanted}")]
    Count {
        /// The table.
        name: &'static str,
        /// Rows that were found.
        found: u64,
        /// Rows that had to be.
        wanted: u64,
    },
}

impl From<diesel::result::Error> for DumpError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(translate(&error))
    }
}

impl From<serde_json::Error> for DumpError {
    fn from(error: serde_json::Error) -> Self {
        Self::Io(error.into())
    }
}
