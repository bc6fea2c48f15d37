//! PostgreSQL on a throw-away server.

use std::sync::{Arc, LazyLock};

use identity_core::auth::Epochs;
use identity_core::port::Clock;
use identity_core::testing::fakes::FixedClock;
use identity_diesel::{PostgresOptions, PostgresStore};
use identity_postgres::Server;

/// One server for all tests of this process; each test has a database of its own, copied from an empty one of ours.
pub static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let server = Server::start().unwrap();
    server.run("CREATE DATABASE empty_identity").unwrap();
    PostgresStore::open(&server.url("empty_identity"), options(), Arc::default(), clock()).unwrap();
    server
});

pub fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock::default())
}

/// Few connections, so that all tests together stay within what the server accepts.
pub fn options() -> PostgresOptions {
    PostgresOptions {
        connections_max: 8,
        wait: std::time::Duration::from_secs(60),
        answer_within: std::time::Duration::from_secs(60),
        ..PostgresOptions::default()
    }
}

/// An empty store.
pub fn store(epochs: &Arc<Epochs>) -> PostgresStore {
    let url = SERVER.database_like("empty_identity").unwrap();
    PostgresStore::open(&url, options(), Arc::clone(epochs), clock()).unwrap()
}
