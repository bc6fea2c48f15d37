//! The contract suite of core against a PostgreSQL database, directly and through a PgBouncer.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod stores {
    pub mod pgbouncer;
    pub mod postgres;
}

use std::pin::Pin;
use std::sync::Arc;

use identity_core::auth::Epochs;
use identity_core::testing::contract::Fixture;
use identity_diesel::PostgresStore;

fn fixture(open: fn(&Arc<Epochs>) -> PostgresStore) -> Fixture {
    let epochs = Arc::new(Epochs::default());
    Fixture { store: Arc::new(open(&epochs)), epochs, guard: Box::new(()) }
}

fn run(future: Pin<Box<dyn Future<Output = ()> + Send + '_>>) {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future);
}

/// Each connection of the store is one of the server.
mod directly {
    use identity_core::testing::contract::Fixture;

    fn fresh_store() -> Fixture {
        super::fixture(super::stores::postgres::store)
    }

    identity_core::store_contract!(fresh_store, super::run);
}

/// The store has more connections than the server, and each transaction is on another.
mod through_pgbouncer {
    use identity_core::testing::contract::Fixture;

    fn fresh_store() -> Fixture {
        super::fixture(super::stores::pgbouncer::store)
    }

    identity_core::store_contract!(fresh_store, super::run);
}
