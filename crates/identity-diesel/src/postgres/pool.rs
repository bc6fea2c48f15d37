//! Connections to the server, opened when they are needed and kept.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use identity_core::error::StoreError;
use r2d2::{NopErrorHandler, Pool, PooledConnection};

use super::connect::Manager;
use super::options::{PostgresError, PostgresOptions};
use super::reach::Reach;
use super::watch::{Phase, Watch};

/// The pool tries to reach a server that was lost at least twice in that time, whether or not anybody asks.
const PAUSE_MAX: Duration = Duration::from_millis(500);
/// Whoever waits for a connection looks that often whether there will be none.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The pool. Nobody waits in it for others: turns are taken before.
pub(super) struct Connections {
    url: String,
    options: PostgresOptions,
    current: Mutex<Current>,
}

#[derive(Clone)]
struct Current {
    pool: Pool<Manager>,
    reach: Reach,
}

impl Connections {
    /// No connections yet.
    ///
    /// # Errors
    /// [`PostgresError::Address`].
    pub(super) fn new(url: &str, options: &PostgresOptions) -> Result<Self, PostgresError> {
        let current = Mutex::new(current(url, options)?);
        Ok(Self { url: url.to_owned(), options: options.clone(), current })
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection for a closure that is watched.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: as soon as an attempt failed, and before the one who watches goes.
    pub(super) fn take(&self, watch: &Arc<Watch>) -> Result<PooledConnection<Manager>, StoreError> {
        watch.enter(Phase::Opening)?;
        let Current { pool, reach } = self.current().clone();
        let failures = reach.failures();
        let until = Instant::now() + self.options.answer_within * 2 / 3;
        loop {
            match pool.get_timeout(LOOK_EVERY) {
                Ok(held) => {
                    held.ear.listen_for(watch);
                    return Ok(held);
                }
                Err(error) if reach.failures() != failures || Instant::now() > until => {
                    return Err(StoreError::Unavailable(error.to_string()));
                }
                Err(_) => watch.enter(Phase::Opening)?,
            }
        }
    }

    /// How many dead connections somebody may meet one after the other.
    pub(super) fn count(&self) -> u32 {
        self.options.connections_max
    }

    /// Starts anew, because every connection is held by a thread that waits for a server that says nothing. It may be the
    /// wrong one by now. What is held is closed when its thread ends.
    pub(super) fn renew(&self) {
        match current(&self.url, &self.options) {
            Ok(new) => *self.current() = new,
            Err(error) => tracing::error!(%error, "the connections to the database were not renewed"),
        }
    }
}

fn current(url: &str, options: &PostgresOptions) -> Result<Current, PostgresError> {
    let manager = Manager::new(url, options)?;
    let reach = manager.reach.clone();
    let pool = Pool::builder()
        .max_size(options.connections_max.max(1))
        .min_idle(Some(0))
        .test_on_check_out(false)
        // Half of it is the longest pause between two attempts; how long is waited is said where it is.
        .connection_timeout(PAUSE_MAX)
        // Attempts that fail are told where they are made.
        .error_handler(Box::new(NopErrorHandler))
        .build_unchecked(manager);
    Ok(Current { pool, reach })
}
