//! The contract suite of core against an SQLite file.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod stores {
    pub mod sqlite;
}

use std::pin::Pin;
use std::sync::Arc;

use identity_core::auth::Epochs;
use identity_core::store_contract;
use identity_core::testing::contract::Fixture;

fn fresh_store() -> Fixture {
    let epochs = Arc::new(Epochs::default());
    let (store, folder) = stores::sqlite::store(&epochs);
    Fixture { store: Arc::new(store), epochs, guard: Box::new(folder) }
}

/// Scans run on the blocking threads of a runtime.
fn run(future: Pin<Box<dyn Future<Output = ()> + Send + '_>>) {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future);
}

store_contract!(fresh_store, run);
