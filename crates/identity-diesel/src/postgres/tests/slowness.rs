//! Whoever stops waiting for a write says what became of it, and that is how it stays.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::BigInt;
use diesel::{Connection as _, PgConnection, RunQueryDsl as _};
use identity_core::error::{Error, StoreError};
use identity_core::testing::fakes::FixedClock;

use super::{fresh, runtime};
use crate::postgres::{PostgresOptions, PostgresStore};

/// Writes take longer than anybody waits: at the statement, or at the commit.
fn slow(when: &str) -> (PostgresStore, PgConnection) {
    let url = fresh();
    let mut conn = PgConnection::establish(&url).unwrap();
    let function = "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS \
                    'BEGIN PERFORM pg_sleep(0.5); RETURN NEW; END'";
    conn.batch_execute(&format!("{function}; {when} FOR EACH ROW EXECUTE FUNCTION wait()")).unwrap();
    let options = PostgresOptions { answer_within: Duration::from_millis(150), ..PostgresOptions::default() };
    let store = PostgresStore::open(&url, options, Arc::default(), Arc::new(FixedClock::default())).unwrap();
    // Opening a connection is not what is slow.
    while runtime().block_on(store.meta("a")).is_err() {}
    (store, conn)
}

/// Waits until nobody else does anything in the database.
fn wait_for_quiet(conn: &mut PgConnection) {
    let others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                  AND pid <> pg_backend_pid() AND state <> 'idle'";
    let deadline = Instant::now() + Duration::from_secs(30);
    while diesel::dsl::sql::<BigInt>(others).get_result::<i64>(conn).unwrap() > 0 {
        assert!(Instant::now() < deadline, "somebody is still at work");
        std::thread::park_timeout(Duration::from_millis(10));
    }
}

#[test]
fn a_write_that_was_given_up_before_its_commit_is_never_committed() {
    let (store, mut conn) = slow("CREATE TRIGGER slow BEFORE INSERT ON meta");
    let answer = runtime().block_on(store.note("a", "1"));
    assert!(matches!(answer, Err(Error::Store(StoreError::Unavailable(_)))), "{answer:?}");
    wait_for_quiet(&mut conn);
    assert_eq!(runtime().block_on(store.meta("a")), Ok(None));
}

#[test]
fn a_write_that_was_given_up_after_its_commit_was_sent_is_unknown() {
    let (store, mut conn) =
        slow("CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON meta DEFERRABLE INITIALLY DEFERRED");
    let answer = runtime().block_on(store.note("a", "1"));
    assert!(matches!(answer, Err(Error::Store(StoreError::OutcomeUnknown(_)))), "{answer:?}");
    wait_for_quiet(&mut conn);
    assert_eq!(runtime().block_on(store.meta("a")), Ok(Some("1".into())));
}
