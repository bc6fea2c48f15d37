//! One connection type for all databases. The derive writes types of its own beside the enum, hence the module.

/// A connection to one of the databases; what differs between them is in `dialect.rs`.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// PostgreSQL.
    #[cfg(feature = "postgres")]
    Postgres(diesel::PgConnection),
    /// SQLite.
    Sqlite(diesel::SqliteConnection),
}
