//! Migrations on a server that others use meanwhile.

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use diesel::PgConnection;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use super::SERVER;
use crate::migration::tests::{
    EXPANSION, Newer, every_start_ends_alike, older_releases_go_on_until_something_contracts,
    what_fails_is_undone_and_done_again,
};
use crate::migration::{CONTRACTIONS, Obstacle, Target as _, apply, plan};
use crate::postgres::PostgresError;
use crate::postgres::migrate::MIGRATIONS;

fn empty() -> String {
    SERVER.database_like("template1").unwrap()
}

fn connect(url: &str) -> PgConnection {
    PgConnection::establish(url).unwrap()
}

#[test]
fn whoever_was_stopped_between_two_migrations_goes_on() {
    let schema = "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable \
                      || coalesce(column_default, '') FROM information_schema.columns WHERE table_schema = 'public' \
                  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' \
                  UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint \
                      WHERE connamespace = 'public'::regnamespace ORDER BY 1";
    every_start_ends_alike(|| connect(&empty()), &MIGRATIONS, schema);
}

#[test]
fn older_releases_use_a_schema_until_it_contracts() {
    older_releases_go_on_until_something_contracts(&mut connect(&empty()), &MIGRATIONS, "postgres");
}

#[test]
fn a_migration_that_fails_is_undone_and_done_again() {
    what_fails_is_undone_and_done_again(&mut connect(&empty()), "postgres");
}

#[test]
fn a_plan_changes_nothing() {
    let mut conn = connect(&empty());
    assert!(plan(&mut conn, &MIGRATIONS, CONTRACTIONS).unwrap().len() > 20);
    let tables = conn.texts("SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace");
    assert_eq!(tables.unwrap(), Vec::<String>::new());
}

/// Ends every other connection to the database once one of them runs a statement like this.
fn end_whoever_runs(conn: &mut PgConnection, like: &str) {
    let end = format!(
        "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE datname = current_database() \
         AND pid <> pg_backend_pid() AND state = 'active' AND query LIKE '{like}'"
    );
    let deadline = Instant::now() + Duration::from_secs(30);
    while conn.texts(&end).unwrap().is_empty() {
        assert!(Instant::now() < deadline, "nobody runs {like}");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

#[test]
fn a_migration_whose_connection_is_cut_in_its_middle_is_done_again() {
    let url = empty();
    let slow = (EXPANSION.0, "CREATE TABLE more (id BIGINT PRIMARY KEY); SELECT pg_sleep(60);");
    let newer = Newer::new("postgres", &[slow]);
    std::thread::scope(|scope| {
        let cut = scope.spawn(|| apply(&mut connect(&url), &newer.source(), CONTRACTIONS));
        end_whoever_runs(&mut connect(&url), "%pg_sleep(60)%");
        let cut = cut.join().unwrap();
        assert!(matches!(&cut, Err(Obstacle::Failed(name, _)) if name == slow.0), "{cut:?}");
    });
    newer.put(EXPANSION.0, EXPANSION.1);
    assert_eq!(apply(&mut connect(&url), &newer.source(), CONTRACTIONS).unwrap(), 1);
}

#[test]
fn a_migration_gives_up_on_a_table_that_is_in_use() {
    let url = empty();
    apply(&mut connect(&url), &MIGRATIONS, CONTRACTIONS).unwrap();
    let newer = Newer::new("postgres", &[EXPANSION]);
    let mut user = connect(&url);
    user.batch_execute("BEGIN; SELECT count(*) FROM users").unwrap();
    let obstacle = apply(&mut connect(&url), &newer.source(), CONTRACTIONS).unwrap_err();
    let told = PostgresError::from(obstacle).to_string();
    assert_eq!(
        told,
        "migration 2099-01-01-000001_more gave up after 2 s because a table that it changes is in use; \
         nothing of it was kept, try again"
    );
    user.batch_execute("COMMIT").unwrap();
    assert_eq!(apply(&mut connect(&url), &newer.source(), CONTRACTIONS).unwrap(), 1);
}

#[test]
fn an_index_that_was_not_finished_is_built_anew() {
    let url = empty();
    apply(&mut connect(&url), &MIGRATIONS, CONTRACTIONS).unwrap();
    let index = (
        "2099-01-01-000001_index",
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS users_phone ON users (phone_number)",
    );
    let newer = Newer::new("postgres", &[index]);
    let valid = "SELECT indisvalid::text FROM pg_index WHERE indexrelid = to_regclass('users_phone')";
    std::thread::scope(|scope| {
        let (begun, has_begun) = channel();
        let (release, released) = channel::<()>();
        let other = &url;
        scope.spawn(move || {
            let mut writer = connect(other);
            writer.batch_execute("BEGIN; LOCK TABLE users IN ROW EXCLUSIVE MODE").unwrap();
            begun.send(()).unwrap();
            // The sender is dropped, never used.
            released.recv().unwrap_err();
        });
        has_begun.recv().unwrap();
        let cut = scope.spawn(|| apply(&mut connect(&url), &newer.source(), CONTRACTIONS));
        end_whoever_runs(&mut connect(&url), "CREATE INDEX CONCURRENTLY%");
        cut.join().unwrap().unwrap_err();
        drop(release);
    });
    assert_eq!(connect(&url).texts(valid).unwrap(), ["false"]);
    assert_eq!(apply(&mut connect(&url), &newer.source(), CONTRACTIONS).unwrap(), 1);
    assert_eq!(connect(&url).texts(valid).unwrap(), ["true"]);
}
