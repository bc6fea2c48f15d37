//! The contract suite of core against a PostgreSQL database, directly and through a PgBouncer in transaction mode.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod direct;
mod through_pgbouncer;

use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use identity_core::auth::Epochs;
use identity_core::port::Clock;
use identity_core::testing::contract::Fixture;
use identity_core::testing::fakes::FixedClock;
use identity_diesel::{PostgresOptions, PostgresStore};
use identity_postgres::Server;

/// One server for all tests of this process; each test has a database of its own, copied from an empty one of ours.
static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let server = Server::start().unwrap();
    server.run("CREATE DATABASE empty_identity").unwrap();
    let url = server.url("empty_identity");
    PostgresStore::open(&url, PostgresOptions::default(), Arc::default(), clock()).unwrap();
    server
});

fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock::default())
}

/// An empty store; it has few connections, so that all tests together stay within what the server accepts.
fn store(url: &str, prepared: bool) -> Fixture {
    let epochs = Arc::new(Epochs::default());
    let options = PostgresOptions {
        connections_max: 8,
        wait: Duration::from_secs(60),
        prepared,
        ..PostgresOptions::default()
    };
    let store = PostgresStore::open(url, options, Arc::clone(&epochs), clock()).unwrap();
    Fixture { store: Arc::new(store), epochs, guard: Box::new(()) }
}

fn run(future: Pin<Box<dyn Future<Output = ()> + Send + '_>>) {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future);
}
