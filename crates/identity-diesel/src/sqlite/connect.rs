//! Connections: every pragma that durability and integrity depend on is set and then asked for again.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::functions;
use super::options::{OpenError, SqliteOptions};
use crate::any::AnyConnection;
use crate::unit::Link;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The one connection that writes.
    Writer,
    /// One of those that read.
    Reader,
}

fn number(conn: &mut SqliteConnection, pragma: &str) -> QueryResult<i64> {
    diesel::dsl::sql::<BigInt>(&format!("PRAGMA {pragma}")).get_result(conn)
}

/// Asks for every setting again; a pragma that SQLite does not accept is silently ignored.
pub(super) fn check(
    conn: &mut SqliteConnection,
    role: Role,
    options: &SqliteOptions,
) -> Result<(), OpenError> {
    let mode: String = diesel::dsl::sql::<Text>("PRAGMA journal_mode").get_result(conn)?;
    let timeout = i64::try_from(options.busy_timeout.as_millis()).unwrap_or(i64::MAX);
    let is_reader = i64::from(role == Role::Reader);
    // FULL is 2.
    for (pragma, wanted) in
        [("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", timeout), ("query_only", is_reader)]
    {
        if number(conn, pragma)? != wanted {
            return Err(OpenError::Pragma(pragma));
        }
    }
    if mode == "wal" { Ok(()) } else { Err(OpenError::Pragma("journal_mode")) }
}

/// Opens a connection for a role.
pub(crate) fn connect(
    path: &str,
    role: Role,
    options: &SqliteOptions,
) -> Result<SqliteConnection, OpenError> {
    let mut conn = SqliteConnection::establish(path)?;
    // Savepoints keep what they may have to undo in temporary storage: in memory, not in a file for every write.
    conn.batch_execute(&format!(
        "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA temp_store = MEMORY",
        options.busy_timeout.as_millis(),
    ))?;
    conn.batch_execute(&match role {
        Role::Reader => format!("PRAGMA cache_size = -{}; PRAGMA query_only = ON", options.read_cache_kib),
        Role::Writer => format!(
            "PRAGMA cache_size = -{}; PRAGMA wal_autocheckpoint = {}",
            options.write_cache_kib, options.log_pages
        ),
    })?;
    if let (Role::Writer, Some(pages)) = (role, options.pages_max) {
        conn.batch_execute(&format!("PRAGMA max_page_count = {pages}"))?;
    }
    functions::register(&mut conn)?;
    check(&mut conn, role, options)?;
    Ok(conn)
}

/// The names of all tables.
pub(super) fn tables(conn: &mut SqliteConnection) -> QueryResult<Vec<String>> {
    diesel::dsl::sql::<Text>("SELECT name FROM sqlite_master WHERE type = 'table'").load(conn)
}

/// Opens a connection for repositories.
pub(super) fn link(path: &str, role: Role, options: &SqliteOptions) -> Result<Link, OpenError> {
    Ok(Link::new(AnyConnection::Sqlite(connect(path, role, options)?)))
}
