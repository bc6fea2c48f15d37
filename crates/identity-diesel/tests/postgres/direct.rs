//! Each connection of the store is one of the server.

use identity_core::store_contract;
use identity_core::testing::contract::Fixture;

use super::{SERVER, run, store};

fn fresh_store() -> Fixture {
    store(&SERVER.database_like("empty_identity").unwrap(), true)
}

store_contract!(fresh_store, run);
