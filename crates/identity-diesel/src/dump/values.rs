//! Inserts on SQLite: a few thousand values to a statement. More would make none faster, and a prepared statement takes
//! memory for each of its values.

use diesel::RunQueryDsl;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Binary, Bool, Nullable, Text};
use diesel::sqlite::Sqlite;

use super::connection::insert_into;
use super::tables::Table;
use super::value::Value;

/// How many values a statement has at most.
const VALUES_MAX: usize = 4096;

/// How many rows of a table one statement inserts at most.
pub(super) fn rows_max(table: &Table) -> usize {
    (VALUES_MAX / table.columns.len()).max(1)
}

/// An insert of some rows of a table.
pub(super) struct InsertValues<'r> {
    pub(super) table: &'static Table,
    pub(super) rows: &'r [Vec<Value>],
}

impl QueryFragment<Sqlite> for InsertValues<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        // Only whole statements come again and are worth keeping prepared.
        if self.rows.len() < rows_max(self.table) {
            out.unsafe_to_cache_prepared();
        }
        out.push_sql(&insert_into(self.table));
        out.push_sql(" VALUES ");
        for (place, row) in self.rows.iter().enumerate() {
            out.push_sql(if place == 0 { "(" } else { "), (" });
            for (place, value) in row.iter().enumerate() {
                out.push_sql(if place == 0 { "" } else { ", " });
                match value {
                    Value::Integer(value) => out.push_bind_param::<Nullable<BigInt>, _>(value)?,
                    Value::Bool(value) => out.push_bind_param::<Nullable<Bool>, _>(value)?,
                    Value::Text(value) => out.push_bind_param::<Nullable<Text>, _>(value)?,
                    Value::Blob(value) => out.push_bind_param::<Nullable<Binary>, _>(value)?,
                }
            }
        }
        out.push_sql(")");
        Ok(())
    }
}

impl QueryId for InsertValues<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> RunQueryDsl<C> for InsertValues<'_> {}
