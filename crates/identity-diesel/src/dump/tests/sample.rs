//! A dump with rows in every table and something in every column, made from the tables themselves: what is added to the
//! schema is in it.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use diesel::prelude::*;
use diesel::sql_types::Text;
use sha2::{Digest as _, Sha256};

use super::KEY;
use crate::dump::column::{Column, Kind};
use crate::dump::header::{End, Header, line};
use crate::dump::json::write_row;
use crate::dump::tables::{TABLES, Table};
use crate::dump::value::Value;
use crate::sqlite::migrate::apply;

/// Rows of each table.
pub const ROWS: i64 = 3;

/// Text that has to be quoted, or is not ASCII.
const TEXTS: [&str; 3] = ["plain", "\"quoted\"\\ and\n\tbroken \u{1}", "žluťoučký 🐎 \u{2028}"];

#[derive(QueryableByName)]
struct KeyRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    target: String,
}

/// What the columns of all tables refer to.
pub fn references() -> BTreeMap<(String, String), String> {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    apply(&mut conn).unwrap();
    let keys = "SELECT t.name AS table_name, k.\"from\" AS column_name, k.\"table\" AS target \
                FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) k WHERE t.type = 'table'";
    let rows: Vec<KeyRow> = diesel::sql_query(keys).load(&mut conn).unwrap();
    rows.into_iter().map(|row| ((row.table_name, row.column_name), row.target)).collect()
}

/// The value of a column in the row of that number. Every third value that may be none is none.
fn value(table: &Table, column: Column, place: usize, row: i64, is_reference: bool, salt: i64) -> Value {
    let at = usize::try_from(row).unwrap();
    let is_key = column.name == "id" || table.key.contains(&column.name);
    if table.parent == Some(column.name) {
        // The last row is the first one's grandparent, so that keys are no order of parents and children.
        return Value::Integer((row < ROWS).then_some(row + 1));
    }
    if column.is_optional && (at + place).is_multiple_of(3) {
        return Value::none(column.kind);
    }
    match column.kind {
        Kind::Integer if is_key || is_reference => Value::Integer(Some(row)),
        Kind::Integer => Value::Integer(Some([i64::MIN, i64::MAX, salt][at % 3])),
        Kind::Bool => Value::Bool(Some((at + place).is_multiple_of(2))),
        Kind::Text => Value::Text(Some(format!("{row}{}", TEXTS[(at + place) % 3]))),
        Kind::Blob => Value::Blob(Some([&row.to_be_bytes()[..], &[0, 255], column.name.as_bytes()].concat())),
    }
}

fn dump_of(salt: i64) -> Vec<u8> {
    let references = references();
    let rows = u64::try_from(ROWS).unwrap();
    let mut dump = line(Header::NAME, &Header::new(KEY.into(), TABLES.iter().map(|_| rows))).unwrap();
    for table in TABLES.iter() {
        // Parents come before their children.
        let order: Vec<i64> =
            if table.parent.is_some() { (1..=ROWS).rev().collect() } else { (1..=ROWS).collect() };
        for row in order {
            let columns = table.columns.iter().enumerate();
            let values = columns.map(|(place, column)| {
                let is_reference = references.contains_key(&(table.name.into(), column.name.into()));
                value(table, *column, place, row, is_reference, salt)
            });
            write_row(table, &values.collect::<Vec<_>>(), &mut dump).unwrap();
        }
    }
    let sha256 = HEXLOWER.encode(&Sha256::digest(&dump));
    let end = End { rows: rows * TABLES.len() as u64, sha256 };
    dump.extend(line(End::NAME, &end).unwrap());
    dump
}

/// The dump.
pub fn dump() -> Vec<u8> {
    dump_of(0)
}

/// Another one with as many rows.
pub fn other() -> Vec<u8> {
    dump_of(1)
}
