//! The store has more connections than the server, and each transaction is on another.

use std::sync::LazyLock;

use identity_core::store_contract;
use identity_core::testing::contract::Fixture;
use identity_postgres::Bouncer;

use super::{SERVER, run, store};

static BOUNCER: LazyLock<Bouncer> = LazyLock::new(|| Bouncer::start(&SERVER, 4).unwrap());

fn fresh_store() -> Fixture {
    let name = SERVER.fresh_like("empty_identity").unwrap();
    store(&BOUNCER.url(&name), false)
}

store_contract!(fresh_store, run);
