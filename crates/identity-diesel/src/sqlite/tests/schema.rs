//! Migrations: they can be undone and redone, and both trees and the queries mean the same tables.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel_migrations::MigrationHarness as _;

use crate::sqlite::migrate::{MIGRATIONS, apply};

#[derive(QueryableByName, PartialEq, Eq, Debug)]
struct Entry {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    sql: Option<String>,
}

fn entries(conn: &mut SqliteConnection) -> Vec<Entry> {
    diesel::sql_query("SELECT name, sql FROM sqlite_master ORDER BY name").load(conn).unwrap()
}

#[test]
fn migrations_go_up_and_down_and_up_again() {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    conn.batch_execute("PRAGMA foreign_keys = ON").unwrap();
    assert!(apply(&mut conn).unwrap() > 0);
    let first = entries(&mut conn);
    conn.revert_all_migrations(MIGRATIONS).unwrap();
    let left: Vec<String> = entries(&mut conn).into_iter().map(|entry| entry.name).collect();
    assert!(left.iter().all(|name| name.contains("__diesel") || name == "sqlite_sequence"), "{left:?}");
    apply(&mut conn).unwrap();
    assert_eq!(entries(&mut conn), first);
}

fn tree(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(name)
}

fn names(tree: &Path) -> BTreeSet<String> {
    let folders = std::fs::read_dir(tree).unwrap();
    folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()).collect()
}

type Tables = BTreeMap<String, Vec<String>>;

/// Tables and their columns, in order, as the migrations of a tree write them.
fn tables_of(tree: &Path) -> Tables {
    let mut tables = Tables::new();
    for name in names(tree) {
        let text = std::fs::read_to_string(tree.join(name).join("up.sql")).unwrap();
        let mut table = None;
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                table = rest.strip_suffix(" (").map(str::to_owned);
            } else if let Some((table, column)) =
                line.strip_prefix("ALTER TABLE ").and_then(|rest| rest.split_once(" ADD COLUMN "))
            {
                let column = column.split_whitespace().next().unwrap();
                tables.entry(table.to_owned()).or_default().push(column.to_owned());
            } else if let Some((table, renamed)) =
                line.strip_prefix("ALTER TABLE ").and_then(|rest| rest.split_once(" RENAME COLUMN "))
            {
                let (old, new) = renamed.trim_end_matches(';').split_once(" TO ").unwrap();
                let columns = tables.get_mut(table).unwrap();
                let column = columns.iter_mut().find(|column| *column == old).unwrap();
                new.clone_into(column);
            } else if line.starts_with(')') {
                table = None;
            } else if let (Some(table), Some(column)) = (&table, line.split_whitespace().next())
                && column != "PRIMARY"
            {
                tables.entry(table.clone()).or_default().push(column.to_owned());
            }
        }
    }
    tables
}

/// Tables and their columns as the queries know them.
fn tables_of_schema() -> Tables {
    let mut tables = Tables::new();
    let mut table = String::new();
    for line in include_str!("../../schema.rs").lines() {
        if let Some((name, _)) = line.strip_suffix(" {").and_then(|line| line.split_once(" (")) {
            name.trim().clone_into(&mut table);
        } else if let Some((column, _)) = line.split_once(" -> ").filter(|_| line.starts_with("        ")) {
            tables.entry(table.clone()).or_default().push(column.trim().to_owned());
        }
    }
    tables
}

#[test]
fn what_lists_call_never_absent_is() {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    apply(&mut conn).unwrap();
    for column in crate::list::filter::NEVER_ABSENT {
        let (table, name) = column.split_once('.').unwrap();
        let found = format!(
            "SELECT name, NULL AS sql FROM pragma_table_info('{table}') WHERE name = '{name}' AND \"notnull\""
        );
        assert_eq!(diesel::sql_query(found).load::<Entry>(&mut conn).unwrap().len(), 1, "{column}");
    }
}

#[test]
fn both_trees_and_the_queries_agree() {
    let (sqlite, postgres) = (tree("sqlite"), tree("postgres"));
    assert_eq!(names(&sqlite), names(&postgres));
    let tables = tables_of(&sqlite);
    assert!(tables.len() > 15 && tables.values().all(|columns| !columns.is_empty()), "{tables:?}");
    assert_eq!(tables, tables_of(&postgres));
    assert_eq!(tables, tables_of_schema());
}
