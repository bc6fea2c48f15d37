//! What a PostgreSQL store owes beyond the contract suite.

mod bouncer;
mod connections;
mod explain;
mod feed;
mod hints;
mod migrate;
mod outages;
mod parity;
mod roles;
mod slowness;
mod tls;

use std::sync::{Arc, LazyLock};

use identity_core::testing::fakes::FixedClock;
use identity_postgres::Server;
use tokio::runtime::{Builder, Runtime};

use super::{PostgresOptions, PostgresStore};

/// One server for all tests of this process.
static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let server = Server::start().unwrap();
    server.run("CREATE DATABASE empty_identity").unwrap();
    let clock = Arc::new(FixedClock::default());
    PostgresStore::open(&server.url("empty_identity"), PostgresOptions::default(), Arc::default(), clock)
        .unwrap();
    server
});

/// The address of a new database with our schema.
pub(crate) fn fresh() -> String {
    SERVER.database_like("empty_identity").unwrap()
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap()
}
