//! Statements that are made from tables, on either database.

use diesel::connection::{DefaultLoadingMode, SimpleConnection as _};
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::row::{Field as _, NamedRow};
use diesel::{RunQueryDsl, sql_query};
use identity_core::error::StoreError;

use super::column::{Column, Kind};
use super::error::DumpError;
use super::tables::Table;
use super::value::{Holds, Value};
use crate::any::AnyConnection;
use crate::dialect::has_other_nodes;

/// How many values one statement can have on both databases.
const BINDS_MAX: usize = 32_766;
/// How many rows one statement inserts at most.
const ROWS_MAX: usize = 1000;

const KINDS: [Kind; 4] = [Kind::Integer, Kind::Bool, Kind::Text, Kind::Blob];

impl Kind {
    /// What the name of a selected column begins with, so that its value can be read without knowing the table.
    const fn letter(self) -> u8 {
        match self {
            Self::Integer => b'i',
            Self::Bool => b'b',
            Self::Text => b't',
            Self::Blob => b'x',
        }
    }
}

/// A row of a `SELECT` whose columns are named as [`select`] names them.
struct Row(Vec<Value>);

impl<DB: Holds> QueryableByName<DB> for Row {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let mut values = Vec::with_capacity(row.field_count());
        for place in 0..row.field_count() {
            let field = diesel::row::Row::get(row, place).ok_or("a column is missing")?;
            let letter = field.field_name().and_then(|name| name.bytes().next());
            let kind = KINDS.into_iter().find(|kind| Some(kind.letter()) == letter);
            values.push(DB::read(kind.ok_or("a column has no kind")?, field.value())?);
        }
        Ok(Self(values))
    }
}

/// The beginning of a statement that reads these columns.
pub(super) fn select(columns: &[Column]) -> String {
    let named = columns
        .iter()
        .map(|Column { name, kind, .. }| format!("\"{name}\" AS {}_{name}", char::from(kind.letter())));
    format!("SELECT {}", named.collect::<Vec<_>>().join(", "))
}

/// Reads the rows of a statement that [`select`] begins, one after the other, so that none has to be kept.
pub(super) fn each_row(
    any: &mut AnyConnection,
    statement: &str,
    mut work: impl FnMut(Vec<Value>) -> Result<(), DumpError>,
) -> Result<(), DumpError> {
    match any {
        AnyConnection::Sqlite(conn) => {
            let rows = sql_query(statement).load_iter::<Row, DefaultLoadingMode>(conn)?;
            rows.into_iter().try_for_each(|row| work(row?.0))
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(conn) => {
            let rows = sql_query(statement).load_iter::<Row, diesel::pg::PgRowByRowLoadingMode>(conn)?;
            rows.into_iter().try_for_each(|row| work(row?.0))
        }
    }
}

/// How many rows a table has.
pub(super) fn count(any: &mut AnyConnection, table: &Table) -> Result<u64, DumpError> {
    let mut found = None;
    each_row(any, &format!("SELECT count(*) AS i_rows FROM \"{}\"", table.name), |row| {
        found = row.first().cloned();
        Ok(())
    })?;
    match found {
        Some(Value::Integer(Some(rows))) => Ok(rows.unsigned_abs()),
        _ => Err(DumpError::Store(StoreError::Unavailable("rows cannot be counted".into()))),
    }
}

/// An insert of some rows of a table.
struct Insert<'r> {
    table: &'static Table,
    rows: &'r [Vec<Value>],
}

/// How many rows of a table one statement inserts at most.
pub(super) fn rows_max(table: &Table) -> usize {
    ROWS_MAX.min(BINDS_MAX / table.columns.len())
}

impl<DB: Holds> QueryFragment<DB> for Insert<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // Only whole statements come again and are worth keeping prepared.
        if self.rows.len() < rows_max(self.table) {
            out.unsafe_to_cache_prepared();
        }
        let names: Vec<String> =
            self.table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        out.push_sql(&format!("INSERT INTO \"{}\" ({}) VALUES ", self.table.name, names.join(", ")));
        for (place, row) in self.rows.iter().enumerate() {
            out.push_sql(if place == 0 { "(" } else { "), (" });
            for (place, value) in row.iter().enumerate() {
                out.push_sql(if place == 0 { "" } else { ", " });
                DB::bind(value, &mut out)?;
            }
        }
        out.push_sql(")");
        Ok(())
    }
}

impl QueryId for Insert<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> RunQueryDsl<C> for Insert<'_> {}

/// Inserts at most [`rows_max`] rows.
pub(super) fn insert(
    any: &mut AnyConnection,
    table: &'static Table,
    rows: &[Vec<Value>],
) -> Result<(), DumpError> {
    let statement = Insert { table, rows };
    match any {
        AnyConnection::Sqlite(conn) => statement.execute(conn)?,
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(conn) => statement.execute(conn)?,
    };
    Ok(())
}

/// Begins a transaction that sees one state and may take as long as it takes.
pub(super) fn begin_reading(any: &mut AnyConnection) -> Result<(), DumpError> {
    Ok(any.batch_execute(match any {
        AnyConnection::Sqlite(_) => "BEGIN",
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => {
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0; \
             SET LOCAL idle_in_transaction_session_timeout = 0"
        }
    })?)
}

/// Begins a transaction that writes.
pub(super) fn begin_writing(any: &mut AnyConnection) -> Result<(), DumpError> {
    Ok(any.batch_execute(match any {
        AnyConnection::Sqlite(_) => "BEGIN IMMEDIATE",
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => {
            "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
        }
    })?)
}

/// Commits.
pub(super) fn commit(any: &mut AnyConnection) -> Result<(), DumpError> {
    Ok(any.batch_execute("COMMIT")?)
}

/// Numbers that the database gives out go on after those that are there. SQLite sees to that itself.
pub(super) fn continue_numbers(any: &mut AnyConnection, table: &Table) -> Result<(), DumpError> {
    let Some(column) = table.numbered() else { return Ok(()) };
    let name = table.name;
    on_postgres(
        any,
        &format!(
            "SELECT setval(pg_get_serial_sequence('{name}', '{column}'), max({column})) FROM {name} HAVING count(*) > 0"
        ),
    )
}

/// Tells PostgreSQL's planner what is there now. Plans on SQLite do not depend on it.
pub(super) fn analyze(any: &mut AnyConnection) -> Result<(), DumpError> {
    on_postgres(any, "ANALYZE")
}

/// Of the two databases PostgreSQL is the one with other nodes.
fn on_postgres(any: &mut AnyConnection, statement: &str) -> Result<(), DumpError> {
    if has_other_nodes(any) { Ok(any.batch_execute(statement)?) } else { Ok(()) }
}
