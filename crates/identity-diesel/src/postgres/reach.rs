//! Whether the server can be reached, as the last attempts found it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::options::PostgresError;

/// Shared by whoever connects and whoever waits for that.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach(Arc<State>);

#[derive(Debug, Default)]
struct State {
    failures: AtomicU64,
    is_lost: AtomicBool,
}

impl Reach {
    /// How many attempts failed up to now.
    pub(super) fn failures(&self) -> u64 {
        self.0.failures.load(Ordering::SeqCst)
    }

    /// Notes how an attempt ended, and tells operators when that is new.
    pub(super) fn note<T>(&self, attempt: Result<T, PostgresError>) -> Result<T, PostgresError> {
        let was_lost = self.0.is_lost.swap(attempt.is_err(), Ordering::SeqCst);
        match &attempt {
            Ok(_) if was_lost => tracing::info!("the database is reached again"),
            Ok(_) => {}
            Err(error) => {
                self.0.failures.fetch_add(1, Ordering::SeqCst);
                if !was_lost {
                    tracing::error!(%error, "no connection to the database");
                }
            }
        }
        attempt
    }
}
