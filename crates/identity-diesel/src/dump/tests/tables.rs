//! Nothing of the schema is forgotten.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::sample::references;
use crate::dump::tables::{LEFT_OUT, TABLES};
use crate::sqlite::migrate::apply;

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    key_place: i64,
}

fn columns() -> Vec<ColumnRow> {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    apply(&mut conn).unwrap();
    let columns = "SELECT t.name AS table_name, c.name, c.pk AS key_place \
                   FROM sqlite_master t JOIN pragma_table_info(t.name) c \
                   WHERE t.type = 'table' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%' \
                   ORDER BY t.name, c.pk";
    diesel::sql_query(columns).load(&mut conn).unwrap()
}

#[test]
fn every_table_is_moved_or_left_out_for_a_reason() {
    let there: BTreeSet<String> = columns().into_iter().map(|column| column.table_name).collect();
    let moved = TABLES.iter().map(|table| table.name);
    let known: Vec<&str> = moved.chain(LEFT_OUT.iter().map(|(name, _)| *name)).collect();
    assert_eq!(known.len(), there.len());
    assert_eq!(known.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), there);
    assert!(LEFT_OUT.iter().all(|(_, reason)| !reason.is_empty()));
}

#[test]
fn every_column_is_moved_and_rows_stand_in_the_order_of_their_keys() {
    let there = columns();
    for table in TABLES.iter() {
        let own = || there.iter().filter(|column| column.table_name == table.name);
        let names: BTreeSet<&str> = own().map(|column| column.name.as_str()).collect();
        assert_eq!(table.columns.iter().map(|column| column.name).collect::<BTreeSet<_>>(), names);
        let key: Vec<&str> =
            own().filter(|column| column.key_place > 0).map(|column| column.name.as_str()).collect();
        assert_eq!(table.key, key, "{}", table.name);
    }
}

#[test]
fn what_a_row_refers_to_comes_before_it() {
    let references = references();
    assert!(references.len() > 20);
    let place = |name: &str| TABLES.iter().position(|table| table.name == name).unwrap();
    for ((table, column), target) in &references {
        let (own, other) = (place(table), place(target));
        if own == other {
            assert_eq!(TABLES[own].parent, Some(column.as_str()), "{table}");
        } else {
            assert!(other < own, "{table}.{column} refers to {target}");
        }
    }
}
