//! What a PostgreSQL store owes beyond the contract suite.

mod connections;
mod feed;
mod hints;
mod parity;
mod tls;

use std::sync::{Arc, LazyLock};

use identity_core::testing::fakes::FixedClock;
use identity_postgres::Server;

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
