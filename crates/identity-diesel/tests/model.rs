//! The databases do what the in-memory store does, whatever is asked of the service over them.
//!
//! `MODEL_SEQUENCES` and `MODEL_SEED` say how many sequences are run and from which seed on; a divergence names the seed of
//! its sequence, which is run alone with a count of 1.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod stores {
    pub mod driven;
    #[cfg(feature = "postgres-tests")]
    pub mod kept;
    #[cfg(feature = "postgres-tests")]
    pub mod postgres;
    pub mod sqlite;
}

use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use identity_core::auth::Epochs;
use identity_core::testing::contract::Fixture;
use identity_core::testing::model::{Fresh, Plan, Tally, compare, furnish};
use identity_diesel::{SqliteOptions, SqliteStore};
use stores::driven::Driven;
use tempfile::TempDir;

/// Threads that compare at the same time.
const SHARDS: usize = 2;

#[expect(clippy::disallowed_methods, reason = "the long run is the same test with another number")]
fn said<T: FromStr>(variable: &str, default: T) -> T {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn plan() -> Plan {
    let (seed, sequences) = (said("MODEL_SEED", 20_261_122), said("MODEL_SEQUENCES", 500));
    Plan { seed, sequences, steps: 50, is_retried: false }
}

/// Most commands do something, and every verb was accepted and refused, unless the run is too short for that.
fn check(plan: Plan, tally: &Tally) {
    println!("{tally}");
    assert_eq!(tally.commands(), plan.sequences * plan.steps);
    if plan.sequences >= 500 {
        assert!(tally.accepted_percent() >= 40, "{tally}");
        // What needs several others before it comes about seldom.
        let drawn_min = if plan.sequences >= 10_000 { 0 } else { 60 };
        assert_eq!(tally.lopsided(drawn_min), [""; 0], "{tally}");
    }
}

/// An SQLite file with what sequences begin with.
static FURNISHED: LazyLock<TempDir> = LazyLock::new(|| {
    let epochs = Arc::new(Epochs::default());
    let (store, folder) = stores::sqlite::store(&epochs);
    furnish(&Fixture { store: Arc::new(Driven::new(store)), epochs, guard: Box::new(()) });
    folder
});

fn sqlite() -> Fixture {
    let epochs = Arc::new(Epochs::default());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("identity.db");
    std::fs::copy(FURNISHED.path().join("identity.db"), &path).unwrap();
    let store = SqliteStore::open(&path, SqliteOptions::default(), Arc::clone(&epochs)).unwrap();
    Fixture { store: Arc::new(Driven::new(store)), epochs, guard: Box::new(folder) }
}

#[test]
fn sqlite_does_what_memory_does() {
    let makers = (0..SHARDS).map(|_| Box::new(sqlite) as Fresh).collect();
    check(plan(), &compare(plan(), makers));
}

/// A database for many sequences, one after the other.
#[cfg(feature = "postgres-tests")]
fn postgres() -> Fresh<'static> {
    let epochs = Arc::new(Epochs::default());
    let (store, url) = stores::postgres::store_at(&epochs);
    let store = Arc::new(Driven::new(store));
    furnish(&Fixture { store: store.clone(), epochs: epochs.clone(), guard: Box::new(()) });
    let mut kept = stores::kept::Kept::of(&url);
    Box::new(move || {
        kept.restore();
        Fixture { store: store.clone(), epochs: epochs.clone(), guard: Box::new(()) }
    })
}

#[test]
#[cfg(feature = "postgres-tests")]
fn postgres_does_what_memory_does() {
    let makers = (0..SHARDS).map(|_| postgres()).collect();
    check(plan(), &compare(plan(), makers));
}

/// A closure that has to begin again sees nothing of its first run, and draws the same.
#[test]
#[cfg(feature = "postgres-tests")]
fn postgres_does_what_memory_does_when_every_write_begins_again() {
    let plan = Plan { seed: 1, sequences: plan().sequences / 10, is_retried: true, ..plan() };
    compare(plan, (0..SHARDS).map(|_| postgres()).collect());
}
