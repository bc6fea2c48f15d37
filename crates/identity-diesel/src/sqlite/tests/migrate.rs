//! Migrations on SQLite files.

use diesel::prelude::*;

use crate::migration::tests::{
    every_start_ends_alike, older_releases_go_on_until_something_contracts,
    what_fails_is_undone_and_done_again,
};
use crate::sqlite::migrate::MIGRATIONS;
use crate::sqlite::{migrate, plan};

fn empty() -> SqliteConnection {
    SqliteConnection::establish(":memory:").unwrap()
}

#[test]
fn whoever_was_stopped_between_two_migrations_goes_on() {
    // With the columns one by one: SQLite keeps the text of statements, and added columns are written differently.
    let schema = "SELECT coalesce(m.name, '') || ' ' || coalesce(m.sql, '') FROM sqlite_master m UNION ALL \
                  SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ORDER BY 1";
    every_start_ends_alike(empty, &MIGRATIONS, schema);
}

#[test]
fn older_releases_use_a_schema_until_it_contracts() {
    older_releases_go_on_until_something_contracts(&mut empty(), &MIGRATIONS, "sqlite");
}

#[test]
fn a_migration_that_fails_is_undone_and_done_again() {
    what_fails_is_undone_and_done_again(&mut empty(), "sqlite");
}

#[test]
fn a_plan_makes_no_file_and_says_what_migrating_does() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("identity.db");
    let planned = plan(&path).unwrap().len();
    assert!(planned > 20);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    std::fs::write(&path, "").unwrap();
    assert_eq!(plan(&path).unwrap().len(), planned);
    assert_eq!(std::fs::metadata(&path).unwrap().len(), 0);
    assert_eq!(migrate(&path).unwrap(), planned);
    assert_eq!(plan(&path).unwrap(), []);
}
