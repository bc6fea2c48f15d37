//! SQLite finds what the in-memory store finds, whatever is asked.

use std::sync::Arc;

use identity_core::auth::Epochs;
use identity_core::port::Store;
use identity_core::testing::MemoryStore;
use identity_core::testing::contract::block_on;
use identity_core::testing::differential::{Pair, compare, world};
use identity_diesel::{SqliteOptions, SqliteStore};

const SEED: u64 = 20_261_122;
const QUERIES: usize = 10_000;

/// Every operator and nesting, on every resource and for several actors (platform.md §2.2).
#[test]
fn random_queries_find_the_same_rows_in_the_same_order() {
    let folder = tempfile::tempdir().unwrap();
    let epochs = Arc::new(Epochs::default());
    let path = folder.path().join("identity.db");
    let sqlite = SqliteStore::open(&path, SqliteOptions::default(), epochs).unwrap();
    let memory = MemoryStore::default();
    let stores: [&(dyn Store + 'static); 2] = [&memory, &sqlite];
    for store in stores {
        let rows = world(SEED);
        block_on(store.write(move |tx| rows.insert(tx))).unwrap();
    }
    let tally = compare(Pair { reference: &memory, other: &sqlite }, SEED, QUERIES);
    assert!(tally.queries >= QUERIES && tally.telling * 10 >= tally.queries * 3, "{tally:?}");
}
