//! A server that is away or hangs: quick refusals, and everything works again by itself.

use std::sync::Arc;
use std::time::{Duration, Instant};

use identity_core::auth::Epochs;
use identity_core::error::{Error, StoreError};
use identity_core::port::Reading;
use identity_core::testing::fakes::FixedClock;
use identity_postgres::Node;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use super::runtime;
use crate::job::pack;
use crate::postgres::{PostgresOptions, PostgresStore};

const CONNECTIONS: u32 = 3;

fn node() -> Node {
    let node = Node::start_new().unwrap();
    node.run("CREATE DATABASE identity").unwrap();
    node
}

/// A store of several nodes on these servers, of which the first one that can be written to is taken.
fn store(nodes: &[&Node]) -> Arc<PostgresStore> {
    let places = nodes.iter().map(|node| {
        let url = node.url("identity");
        url.split(['@', '/']).find(|part| part.starts_with("127")).unwrap().to_owned()
    });
    // Nobody ever listens there.
    let places = std::iter::once("127.0.0.1:1".to_owned()).chain(places).collect::<Vec<_>>().join(",");
    let url = format!("postgres://identity@{places}/identity");
    let options = PostgresOptions { connections_max: CONNECTIONS, ..PostgresOptions::default() };
    Arc::new(
        PostgresStore::open(&url, options, Arc::new(Epochs::followed()), Arc::new(FixedClock::default()))
            .unwrap(),
    )
}

/// A runtime that does not wait at its end for threads that a frozen server holds, so that a test that fails ends.
struct Impatient(Option<Runtime>);

impl Drop for Impatient {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

fn run(test: impl Future<Output = ()>) {
    let impatient = Impatient(Some(runtime()));
    impatient.0.as_ref().unwrap().block_on(test);
}

/// Many requests of every kind at the same time.
async fn ask(store: &Arc<PostgresStore>) -> Vec<Result<(), Error>> {
    let mut requests = JoinSet::new();
    for number in 0..CONNECTIONS * 4 {
        let store = Arc::clone(store);
        requests.spawn(async move {
            match number % 3 {
                0 => store.meta("a").await.map(drop),
                1 => store.note("a", "1").await.map(drop),
                _ => store.read(Reading::Scan, pack(|unit| Ok(unit.meta("a")?))).await.map(drop),
            }
        });
    }
    requests.join_all().await
}

async fn works(store: &Arc<PostgresStore>) -> bool {
    ask(store).await.iter().all(Result::is_ok)
}

/// Every request is refused in time, and may come again.
async fn is_refused(store: &Arc<PostgresStore>) {
    let begun = Instant::now();
    for answer in ask(store).await {
        let refused =
            matches!(answer, Err(Error::Store(StoreError::Unavailable(_) | StoreError::Busy { .. })));
        assert!(refused, "{answer:?}");
    }
    let taken = begun.elapsed();
    assert!(taken < Duration::from_secs(2), "{taken:?}");
}

/// Everything works again by itself.
async fn recovers(store: &Arc<PostgresStore>, within: Duration) {
    let begun = Instant::now();
    while !works(store).await {
        assert!(begun.elapsed() < within, "still nothing after {:?}", begun.elapsed());
    }
    let taken = begun.elapsed();
    assert!(taken < within, "{taken:?}");
}

#[test]
fn a_server_that_was_stopped_is_found_again() {
    let mut node = node();
    let store = store(&[&node]);
    run(async {
        assert!(works(&store).await);
        node.stop().unwrap();
        is_refused(&store).await;
        is_refused(&store).await;
        node.start().unwrap();
        recovers(&store, Duration::from_secs(1)).await;
    });
}

#[test]
fn a_server_that_hangs_is_not_waited_for() {
    let mut node = node();
    let store = store(&[&node]);
    run(async {
        assert!(works(&store).await);
        node.freeze().unwrap();
        // More often than there are spare turns.
        for _ in 0..3 {
            is_refused(&store).await;
        }
        node.thaw().unwrap();
        recovers(&store, Duration::from_secs(1)).await;
    });
    node.freeze().unwrap();
    let begun = Instant::now();
    drop(store);
    assert!(begun.elapsed() < Duration::from_secs(2), "closing the store took {:?}", begun.elapsed());
}

#[test]
fn a_server_that_hangs_for_good_gives_way_to_the_next() {
    let (mut first, second) = (node(), node());
    drop(store(&[&second]));
    let store = store(&[&first, &second]);
    run(async {
        assert!(works(&store).await);
        first.freeze().unwrap();
        recovers(&store, Duration::from_secs(10)).await;
    });
    let others = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'identity'";
    let count: u32 = second.run(others).unwrap().parse().unwrap();
    assert!((1..=CONNECTIONS + 1).contains(&count), "{count} connections");
}
