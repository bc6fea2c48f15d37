//! Moving between SQLite and PostgreSQL.

use std::sync::Arc;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use identity_core::auth::Epochs;
use identity_core::port::Store;
use identity_core::testing::differential::world;
use identity_core::testing::fakes::FixedClock;

use super::{Fresh, KEY, half, refused, sample, sqlite, stopped_and_resumed, text};
use crate::dump::{Database, Purpose};
use crate::meta::FINGERPRINT;
use crate::postgres::tests::fresh;
use crate::{PostgresOptions, PostgresStore, SqliteOptions, SqliteStore};

fn at(url: &str) -> Fresh {
    let database = Database::postgres(url, &PostgresOptions::default(), Purpose::Import).unwrap();
    Fresh { database, _folder: None }
}

fn postgres() -> Fresh {
    at(&fresh())
}

#[test]
fn everything_goes_there_and_back_and_there_again() {
    let dump = sample::dump();
    let mut now = dump.clone();
    for (database, name) in
        [(sqlite(), "SQLite"), (postgres(), "PostgreSQL"), (sqlite(), "back"), (postgres(), "again")]
    {
        now = database.through(&now);
        assert_eq!(text(&now), text(&dump), "{name}");
    }
}

#[test]
fn an_import_that_was_stopped_anywhere_goes_on_where_it_stopped() {
    stopped_and_resumed(postgres());
}

#[test]
fn other_keys_forms_and_schemas_and_full_databases_are_refused() {
    refused(postgres());
}

#[test]
fn an_import_that_did_not_end_is_finished_with_its_own_dump_alone() {
    half(postgres());
}

#[test]
fn numbers_go_on_after_those_that_were_imported() {
    let mut fresh = postgres();
    fresh.import(&sample::dump()).unwrap();
    let insert = "INSERT INTO outbox (kind, attempts, due_at) VALUES ('a', 0, 0) RETURNING sequence";
    let next: i64 = diesel::dsl::sql::<BigInt>(insert).get_result(&mut fresh.database.any).unwrap();
    assert_eq!(next, sample::ROWS + 1);
}

/// The same use makes the same dump, whatever the database.
#[test]
fn what_was_done_alike_is_dumped_alike() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let fill = |store: &dyn Store| {
        let rows = world(7);
        runtime.block_on(store.write(move |tx| rows.insert(tx))).unwrap();
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("identity.db");
    let store = SqliteStore::open(&path, SqliteOptions::default(), Arc::new(Epochs::default())).unwrap();
    fill(&store);
    runtime.block_on(store.note(FINGERPRINT, KEY)).unwrap();
    drop(store);
    let url = fresh();
    let (epochs, clock) = (Arc::new(Epochs::followed()), Arc::new(FixedClock::default()));
    let store = PostgresStore::open(&url, PostgresOptions::default(), epochs, clock).unwrap();
    fill(&store);
    runtime.block_on(store.note(FINGERPRINT, KEY)).unwrap();

    let mut on_sqlite = Fresh { database: super::open(&path), _folder: Some(folder) };
    // The store stays open: other nodes serve meanwhile.
    let dump = at(&url).export().unwrap();
    assert!(dump.len() > 100_000, "{}", dump.len());
    assert_eq!(text(&on_sqlite.export().unwrap()), text(&dump));
    assert_eq!(text(&postgres().through(&dump)), text(&dump));
}

#[test]
fn an_export_sees_one_state_whatever_is_written_meanwhile() {
    let url = fresh();
    let dump = sample::dump();
    at(&url).import(&dump).unwrap();
    let mut other = PgConnection::establish(&url).unwrap();
    let mut exported = Vec::new();
    let mut rows = 0;
    let mut write = |_| {
        rows += 1;
        other
            .batch_execute(&format!(
                "UPDATE throttles SET failures = {rows}; INSERT INTO removed_groups VALUES ({rows} + 100); \
                 DELETE FROM outbox"
            ))
            .unwrap();
    };
    at(&url).database.export(&mut exported, &mut write).unwrap();
    assert_eq!(text(&exported), text(&dump));
    assert_ne!(text(&at(&url).export().unwrap()), text(&dump));
}
