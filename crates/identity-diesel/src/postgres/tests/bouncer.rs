//! Behind a PgBouncer a connection of the server is anybody's after each transaction.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use diesel::sql_types::{BigInt, Text};
use diesel::{PgConnection, RunQueryDsl as _};
use identity_core::auth::Epochs;
use identity_core::port::{Clock as _, Reading};
use identity_core::testing::fakes::FixedClock;
use identity_postgres::Bouncer;

use super::feed::Node;
use super::{SERVER, runtime};
use crate::job::{pack, unpack};
use crate::postgres::connect::Manager;
use crate::postgres::feed::{Follower, Source};
use crate::postgres::{PostgresOptions, PostgresStore};

/// All transactions on one database are on one connection of the server, one after the other.
static BOUNCER: LazyLock<Bouncer> = LazyLock::new(|| Bouncer::start(&SERVER, 1).unwrap());

fn options(prepared: bool, seconds: u64) -> PostgresOptions {
    PostgresOptions {
        statement_timeout: Duration::from_secs(seconds),
        prepared,
        ..PostgresOptions::default()
    }
}

fn store(name: &str, prepared: bool, seconds: u64) -> PostgresStore {
    let options = options(prepared, seconds);
    let epochs = Arc::new(Epochs::default());
    PostgresStore::open(&BOUNCER.url(name), options, epochs, Arc::new(FixedClock::default())).unwrap()
}

/// How long a statement of the store may run, as the server sees it.
fn limit(store: &PostgresStore, reading: Reading) -> String {
    let limit = diesel::dsl::sql::<Text>("SELECT current_setting('statement_timeout')");
    let job = pack(move |unit| Ok(unit.look(|any| Ok(limit.clone().get_result::<String>(any)?))?));
    unpack(runtime().block_on(store.read(reading, job)).unwrap()).unwrap()
}

/// Somebody else who comes by way of the same connection.
fn stranger(name: &str) -> PgConnection {
    Manager::new(&BOUNCER.url(name), &options(false, 1)).unwrap().open().unwrap()
}

fn number(conn: &mut PgConnection, query: &str) -> i64 {
    diesel::dsl::sql::<BigInt>(query).get_result(conn).unwrap()
}

#[test]
fn two_stores_on_one_connection_never_see_each_others_state() {
    let name = SERVER.fresh_like("empty_identity").unwrap();
    let (one, other) = (store(&name, false, 11), store(&name, false, 22));
    for reading in [Reading::Point, Reading::Snapshot, Reading::Scan] {
        assert_eq!([limit(&one, reading), limit(&other, reading)], ["11s", "22s"]);
    }
    let notes = async { (one.note("a", "1").await, other.note("a", "2").await) };
    assert_eq!(runtime().block_on(notes), (Ok("1".into()), Ok("1".into())));
    let mut stranger = stranger(&name);
    assert_eq!(number(&mut stranger, "SELECT current_setting('statement_timeout')::bigint"), 0);
    assert_eq!(number(&mut stranger, "SELECT count(*) FROM pg_prepared_statements"), 0);
    assert_eq!(number(&mut stranger, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), 0);
}

#[test]
fn changes_are_followed_through_it() {
    let name = SERVER.fresh_like("empty_identity").unwrap();
    let (epochs, clock) = (Arc::new(Epochs::followed()), Arc::new(FixedClock::default()));
    let source = Source::new(&BOUNCER.url(&name), &options(false, 11)).unwrap();
    let mut follower = Follower::new(source, Arc::clone(&epochs), clock.clone());
    for _ in 0..2 {
        follower.poll().unwrap();
        assert!(epochs.are_fresh(clock.uptime()));
    }
    let mut stranger = stranger(&name);
    assert_eq!(number(&mut stranger, "SELECT current_setting('statement_timeout')::bigint"), 0);
    assert_eq!(number(&mut stranger, "SELECT count(*) FROM pg_prepared_statements"), 0);
}

#[test]
fn whoever_is_answered_by_another_process_believes_nothing_from_before() {
    let name = SERVER.fresh_like("empty_identity").unwrap();
    let mut node = Node::through(&BOUNCER.url(&name), &options(false, 11));
    node.follower.poll().unwrap();
    let remembered = node.remember(11);
    node.follower.poll().unwrap();
    assert!(node.believes(&remembered));
    // Nobody's transaction is under way on it, so only a poll can notice that it is another one.
    SERVER
        .run(&format!(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .unwrap();
    let polled = std::iter::repeat_with(|| node.follower.poll()).take(100);
    assert!(polled.into_iter().any(|polled| polled.is_ok()));
    assert!(!node.believes(&remembered));
}

#[test]
fn a_store_that_prepares_takes_the_connection_for_its_own() {
    let name = SERVER.fresh_like("empty_identity").unwrap();
    let (one, other) = (store(&name, true, 11), store(&name, true, 11));
    assert_eq!(runtime().block_on(one.meta("a")), Ok(None));
    let confused = runtime().block_on(other.meta("a"));
    assert!(format!("{confused:?}").contains("prepared statement"), "{confused:?}");
    let mut stranger = stranger(&name);
    assert_eq!(
        number(
            &mut stranger,
            "SELECT extract(epoch FROM current_setting('statement_timeout')::interval)::bigint"
        ),
        11
    );
    assert_ne!(number(&mut stranger, "SELECT count(*) FROM pg_prepared_statements"), 0);
}
