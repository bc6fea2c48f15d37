//! Both databases have the same tables, columns, keys and indexes.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use diesel::{PgConnection, SqliteConnection};

use super::fresh;
use crate::sqlite;

/// Tables of the tools, not of ours.
fn is_ours(table: &str) -> bool {
    !table.starts_with("__") && !table.starts_with("sqlite_")
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    is_required: bool,
    #[diesel(sql_type = Bool)]
    is_primary: bool,
}

#[derive(QueryableByName)]
struct IndexRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    index_name: String,
    #[diesel(sql_type = Bool)]
    is_unique: bool,
    #[diesel(sql_type = Bool)]
    is_partial: bool,
    #[diesel(sql_type = BigInt)]
    place: i64,
    /// None for an expression.
    #[diesel(sql_type = Nullable<Text>)]
    column_name: Option<String>,
}

#[derive(QueryableByName)]
struct KeyRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    target: String,
    #[diesel(sql_type = Text)]
    on_delete: String,
}

/// A schema as far as the databases have words in common.
#[derive(Debug, PartialEq, Eq, Default)]
struct Schema {
    /// Columns and whether they need a value, by table.
    columns: BTreeSet<(String, String, bool)>,
    /// Columns of indexes in order, whether they are unique and whether they are partial, by table. Two indexes on the
    /// same columns count once.
    indexes: BTreeSet<(String, Vec<String>, bool, bool)>,
    /// Columns that refer to another table, and what deletion does.
    keys: BTreeSet<(String, String, String, String)>,
}

impl Schema {
    fn of(columns: Vec<ColumnRow>, indexes: Vec<IndexRow>, keys: Vec<KeyRow>) -> Self {
        let columns: Vec<ColumnRow> = columns.into_iter().filter(|row| is_ours(&row.table_name)).collect();
        let mut by_name: BTreeMap<(String, String), Vec<IndexRow>> = BTreeMap::new();
        for row in indexes.into_iter().filter(|row| is_ours(&row.table_name)) {
            by_name.entry((row.table_name.clone(), row.index_name.clone())).or_default().push(row);
        }
        let primary: BTreeSet<(String, String)> = columns
            .iter()
            .filter(|row| row.is_primary)
            .map(|row| (row.table_name.clone(), row.name.clone()))
            .collect();
        let indexes = by_name.into_values().map(|mut rows| {
            rows.sort_by_key(|row| row.place);
            let (table, is_unique) = (rows[0].table_name.clone(), rows[0].is_unique);
            let mut names: Vec<String> =
                rows.iter().map(|row| row.column_name.clone().unwrap_or_else(|| "(…)".into())).collect();
            // SQLite ends each index with the primary key by itself; PostgreSQL has to be told.
            let is_key = |name: &String| primary.contains(&(table.clone(), name.clone()));
            while !is_unique && names.len() > 1 && names.last().is_some_and(is_key) {
                names.pop();
            }
            (table, names, is_unique, rows[0].is_partial)
        });
        Self {
            columns: columns.into_iter().map(|row| (row.table_name, row.name, row.is_required)).collect(),
            indexes: indexes.collect(),
            keys: keys
                .into_iter()
                .filter(|row| is_ours(&row.table_name))
                .map(|row| (row.table_name, row.column_name, row.target, row.on_delete))
                .collect(),
        }
    }
}

fn postgres() -> Schema {
    let mut conn = PgConnection::establish(&fresh()).unwrap();
    let columns = "SELECT table_name::text, column_name::text AS name, is_nullable = 'NO' AS is_required, \
                          EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid \
                              AND a.attnum = ANY (i.indkey) WHERE i.indisprimary AND a.attname = c.column_name \
                              AND i.indrelid = ('public.' || quote_ident(c.table_name))::regclass) AS is_primary \
                   FROM information_schema.columns c WHERE table_schema = 'public'";
    let indexes = "SELECT t.relname::text AS table_name, x.relname::text AS index_name, i.indisunique AS is_unique, \
                          i.indpred IS NOT NULL AS is_partial, k.place, a.attname::text AS column_name \
                   FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid \
                   JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public' \
                   CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place) \
                   LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number AND k.number > 0";
    let keys = "SELECT t.relname::text AS table_name, a.attname::text AS column_name, o.relname::text AS target, \
                       CASE c.confdeltype WHEN 'c' THEN 'CASCADE' ELSE 'NO ACTION' END AS on_delete \
                FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class o ON o.oid = c.confrelid \
                JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (c.conkey) WHERE c.contype = 'f'";
    Schema::of(
        diesel::sql_query(columns).load(&mut conn).unwrap(),
        diesel::sql_query(indexes).load(&mut conn).unwrap(),
        diesel::sql_query(keys).load(&mut conn).unwrap(),
    )
}

fn sqlite() -> Schema {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    sqlite::migrate::apply(&mut conn).unwrap();
    let columns = "SELECT t.name AS table_name, c.name, c.\"notnull\" OR c.pk > 0 AS is_required, c.pk > 0 AS is_primary \
                   FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'";
    // A table's integer key is its row number and has no index of its own.
    let indexes = "SELECT t.name AS table_name, i.name AS index_name, i.\"unique\" AS is_unique, \
                          i.partial AS is_partial, c.seqno AS place, c.name AS column_name \
                   FROM sqlite_master t JOIN pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c \
                   WHERE t.type = 'table' \
                   UNION ALL SELECT t.name, 'pk', 1, 0, 0, c.name FROM sqlite_master t \
                   JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c.pk = 1 \
                   AND (SELECT count(*) FROM pragma_table_info(t.name) WHERE pk > 0) = 1";
    let keys = "SELECT t.name AS table_name, k.\"from\" AS column_name, k.\"table\" AS target, k.on_delete \
                FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) k WHERE t.type = 'table'";
    Schema::of(
        diesel::sql_query(columns).load(&mut conn).unwrap(),
        diesel::sql_query(indexes).load(&mut conn).unwrap(),
        diesel::sql_query(keys).load(&mut conn).unwrap(),
    )
}

#[track_caller]
fn agree<T: Ord + std::fmt::Debug>(what: &str, one: &BTreeSet<T>, other: &BTreeSet<T>) {
    let lost: Vec<_> = one.difference(other).collect();
    let more: Vec<_> = other.difference(one).collect();
    assert!(lost.is_empty() && more.is_empty(), "{what}: only SQLite {lost:?}, only PostgreSQL {more:?}");
}

#[test]
fn both_databases_have_the_same_schema() {
    let (sqlite, postgres) = (sqlite(), postgres());
    assert!(sqlite.columns.len() > 200 && sqlite.indexes.len() > 40 && sqlite.keys.len() > 20);
    agree("columns", &sqlite.columns, &postgres.columns);
    agree("indexes", &sqlite.indexes, &postgres.indexes);
    agree("foreign keys", &sqlite.keys, &postgres.keys);
}
