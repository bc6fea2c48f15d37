//! What every store must do, as plain functions, and the macro that makes each of them a test.
//!
//! An adapter's test says `store_contract!(fresh_store);` where `fresh_store` is a function without arguments that
//! returns a [`Fixture`] around an empty store. An adapter whose futures need a runtime names a [`Runner`] as well:
//! `store_contract!(fresh_store, run);`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "the suite is made of assertions"
)]

pub mod forget;
mod stage;
pub mod transaction;

pub use stage::{Fixture, Runner, Stage, block_on};

/// Makes every function of the contract suite a test: `store_contract!(fresh_store)` or
/// `store_contract!(fresh_store, runner)`; see [`contract`](crate::testing::contract).
#[macro_export]
macro_rules! store_contract {
    ($fresh:path) => {
        $crate::store_contract!($fresh, $crate::testing::contract::Stage::run_here);
    };
    ($fresh:path, $run:path) => {
        fn on_fresh_store(check: fn(&$crate::testing::contract::Stage)) {
            $crate::testing::contract::Stage::with($fresh(), $run, check);
        }

        $crate::store_contract! { @tests
            transaction: [
                a_fresh_store_is_empty,
                an_error_rolls_everything_back,
                a_panic_rolls_back_and_the_store_lives_on,
                a_swallowed_failure_is_never_committed,
                after_a_failure_every_statement_is_refused,
                a_read_changes_nothing,
                every_reading_finds_what_was_committed,
                a_write_sees_its_own_changes,
                nobody_sees_what_is_not_committed,
                concurrent_changes_all_take_effect,
                write_skew_is_impossible,
                a_read_sees_one_state,
                a_dropped_write_is_whole_or_nothing,
            ]
            forget: [
                done_before_the_writer_is_answered,
                not_done_when_nothing_is_committed,
                each_kind_reaches_its_own,
            ]
        }
    };
    (@tests $($group:ident: [$($name:ident),* $(,)?])*) => {$(
        mod $group {$(
            #[test]
            fn $name() {
                super::on_fresh_store($crate::testing::contract::$group::$name);
            }
        )*}
    )*};
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Fixture;
    use crate::testing::MemoryStore;

    fn fresh_store() -> Fixture {
        let store = MemoryStore::default();
        let epochs = Arc::clone(store.epochs());
        Fixture { store: Arc::new(store), epochs, guard: Box::new(()) }
    }

    store_contract!(fresh_store);
}
