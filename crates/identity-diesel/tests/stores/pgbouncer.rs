//! PostgreSQL behind a throw-away PgBouncer in transaction mode.

use std::sync::{Arc, LazyLock};

use identity_core::auth::Epochs;
use identity_diesel::{PostgresOptions, PostgresStore};
use identity_postgres::Bouncer;

use super::postgres::{SERVER, clock, options};

static BOUNCER: LazyLock<Bouncer> = LazyLock::new(|| Bouncer::start(&SERVER, 4).unwrap());

/// An empty store.
pub fn store(epochs: &Arc<Epochs>) -> PostgresStore {
    let url = BOUNCER.url(&SERVER.fresh_like("empty_identity").unwrap());
    let options = PostgresOptions { prepared: false, ..options() };
    PostgresStore::open(&url, options, Arc::clone(epochs), clock()).unwrap()
}
