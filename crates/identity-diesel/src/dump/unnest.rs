//! Inserts on PostgreSQL: one bound array to a column, so that a thousand rows are as short a statement as one.

use diesel::RunQueryDsl;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{Array, BigInt, Binary, Bool, Nullable, Text};

use super::column::Kind;
use super::connection::insert_into;
use super::tables::Table;
use super::value::Value;

/// The values of one column.
enum Cells<'r> {
    Integer(Vec<Option<i64>>),
    Bool(Vec<Option<bool>>),
    Text(Vec<Option<&'r str>>),
    Blob(Vec<Option<&'r [u8]>>),
}

/// An insert of some rows of a table.
pub(super) struct InsertArrays<'r> {
    table: &'static Table,
    columns: Vec<Cells<'r>>,
}

impl<'r> InsertArrays<'r> {
    pub(super) fn new(table: &'static Table, rows: &'r [Vec<Value>]) -> Self {
        let columns = table.columns.iter().enumerate();
        Self { table, columns: columns.map(|(place, column)| cells(column.kind, place, rows)).collect() }
    }
}

/// The column at that place. Every value is of the column's kind, because rows are read by their columns.
fn cells(kind: Kind, place: usize, rows: &[Vec<Value>]) -> Cells<'_> {
    macro_rules! those {
        ($kind:ident, $value:ident => $given:expr) => {
            Cells::$kind(
                rows.iter()
                    .map(|row| match row.get(place) {
                        Some(Value::$kind($value)) => $given,
                        _ => None,
                    })
                    .collect(),
            )
        };
    }
    match kind {
        Kind::Integer => those!(Integer, value => *value),
        Kind::Bool => those!(Bool, value => *value),
        Kind::Text => those!(Text, value => value.as_deref()),
        Kind::Blob => those!(Blob, value => value.as_deref()),
    }
}

impl QueryFragment<Pg> for InsertArrays<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(&insert_into(self.table));
        out.push_sql(" SELECT * FROM unnest(");
        for (place, cells) in self.columns.iter().enumerate() {
            out.push_sql(if place == 0 { "" } else { ", " });
            match cells {
                Cells::Integer(cells) => out.push_bind_param::<Array<Nullable<BigInt>>, _>(cells)?,
                Cells::Bool(cells) => out.push_bind_param::<Array<Nullable<Bool>>, _>(cells)?,
                Cells::Text(cells) => out.push_bind_param::<Array<Nullable<Text>>, _>(cells)?,
                Cells::Blob(cells) => out.push_bind_param::<Array<Nullable<Binary>>, _>(cells)?,
            }
        }
        out.push_sql(")");
        Ok(())
    }
}

impl QueryId for InsertArrays<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> RunQueryDsl<C> for InsertArrays<'_> {}
