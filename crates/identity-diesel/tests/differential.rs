//! The databases find what the in-memory store finds, whatever is asked.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod stores {
    #[cfg(feature = "postgres-tests")]
    pub mod driven;
    #[cfg(feature = "postgres-tests")]
    pub mod postgres;
    pub mod sqlite;
}

use std::sync::Arc;

use identity_core::port::Store;
use identity_core::testing::MemoryStore;
use identity_core::testing::contract::block_on;
use identity_core::testing::differential::{Pair, compare, world};

const SEED: u64 = 20_261_122;
const QUERIES: usize = 10_000;

/// Every operator and nesting, on every resource and for several actors (platform.md §2.2).
fn finds_the_same_rows_in_the_same_order(other: &(dyn Store + 'static)) {
    let memory = MemoryStore::default();
    let stores: [&(dyn Store + 'static); 2] = [&memory, other];
    for store in stores {
        let rows = world(SEED);
        block_on(store.write(move |tx| rows.insert(tx))).unwrap();
    }
    let tally = compare(Pair { reference: &memory, other }, SEED, QUERIES);
    assert!(tally.queries >= QUERIES && tally.telling * 10 >= tally.queries * 3, "{tally:?}");
}

#[test]
fn sqlite_answers_random_queries_as_memory_does() {
    let (store, _folder) = stores::sqlite::store(&Arc::default());
    finds_the_same_rows_in_the_same_order(&store);
}

#[test]
#[cfg(feature = "postgres-tests")]
fn postgres_answers_random_queries_as_memory_does() {
    let store = stores::driven::Driven::new(stores::postgres::store(&Arc::default()));
    finds_the_same_rows_in_the_same_order(&store);
}
