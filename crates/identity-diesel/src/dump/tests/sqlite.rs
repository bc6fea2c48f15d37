//! Moving to and from SQLite.

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::BigInt;

use super::{half, open, refused, sample, sqlite, stopped_and_resumed, text};
use crate::dump::{Database, DumpError, Purpose};

#[test]
fn what_is_imported_is_what_is_exported() {
    let dump = sample::dump();
    assert_eq!(text(&sqlite().through(&dump)), text(&dump));
}

#[test]
fn an_import_that_was_stopped_anywhere_goes_on_where_it_stopped() {
    stopped_and_resumed(sqlite());
}

#[test]
fn other_keys_forms_and_schemas_and_full_databases_are_refused() {
    refused(sqlite());
}

#[test]
fn an_import_that_did_not_end_is_finished_with_its_own_dump_alone() {
    half(sqlite());
}

#[test]
fn rows_that_are_not_announced_keep_the_import_from_ending() {
    let mut fresh = sqlite();
    fresh.database.batch_rows = 10;
    let dump = sample::dump();
    fresh.import(&dump[..dump.len() / 2]).unwrap_err();
    fresh.database.any.batch_execute("INSERT INTO removed_groups VALUES (77)").unwrap();
    let counted = fresh.import(&dump).unwrap_err();
    assert!(matches!(counted, DumpError::Count { name: "removed_groups", found: 4, wanted: 3 }), "{counted}");
    assert!(matches!(fresh.export(), Err(DumpError::HalfImported)));
}

#[test]
fn numbers_go_on_after_those_that_were_imported() {
    let mut fresh = sqlite();
    fresh.import(&sample::dump()).unwrap();
    let insert = "INSERT INTO outbox (kind, attempts, due_at) VALUES ('a', 0, 0) RETURNING sequence";
    let next: i64 = diesel::dsl::sql::<BigInt>(insert).get_result(&mut fresh.database.any).unwrap();
    assert_eq!(next, sample::ROWS + 1);
}

#[test]
fn a_schema_that_is_not_of_this_release_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("identity.db");
    let mut empty = Database::sqlite(&path, Purpose::Export).unwrap();
    let refused = empty.export(&mut Vec::new(), &mut |_| ()).unwrap_err();
    assert!(matches!(refused, DumpError::NotMigrated(..)), "{refused}");
    drop(empty);
    let mut newer = open(&path);
    let applied = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000000')";
    newer.any.batch_execute(applied).unwrap();
    let refused = newer.export(&mut Vec::new(), &mut |_| ()).unwrap_err();
    assert!(refused.to_string().contains("schema 29991231000000"), "{refused}");
}
