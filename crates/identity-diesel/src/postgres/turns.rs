//! Turns: how many closures run at the same time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use identity_core::error::StoreError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::RETRY_AFTER_MS;

/// As many turns as there are connections, and as many spares.
///
/// A thread that a silent server holds has a turn that others could use: as soon as another server is the one that
/// writes, all turns are needed. So whoever stops waiting for such a thread gives it a spare instead. When there are no
/// spares left it keeps its turn, so no more than twice as many threads and connections ever are.
pub(super) struct Turns {
    turns: Arc<Semaphore>,
    spares: Arc<Semaphore>,
}

/// A turn, or the spare that came in its place.
#[derive(Clone)]
pub(super) struct Turn(Arc<Mutex<OwnedSemaphorePermit>>);

impl Turns {
    pub(super) fn new(count: u32) -> Self {
        let count = usize::try_from(count).unwrap_or(1);
        Self { turns: Arc::new(Semaphore::new(count)), spares: Arc::new(Semaphore::new(count)) }
    }

    /// Waits for a turn, but not for long.
    ///
    /// # Errors
    /// [`StoreError::Busy`].
    pub(super) async fn take(&self, wait: Duration) -> Result<Turn, StoreError> {
        let turn = Arc::clone(&self.turns).acquire_owned();
        match tokio::time::timeout(wait, turn).await {
            Ok(Ok(turn)) => Ok(Turn(Arc::new(Mutex::new(turn)))),
            _ => Err(StoreError::Busy { retry_after_ms: RETRY_AFTER_MS }),
        }
    }

    /// Gives the turn of a thread that is stuck to the next one who waits; answers whether as many are stuck now as there
    /// are connections.
    pub(super) fn replace(&self, turn: &Turn) -> bool {
        let Ok(spare) = Arc::clone(&self.spares).try_acquire_owned() else { return false };
        *turn.0.lock().unwrap_or_else(PoisonError::into_inner) = spare;
        self.spares.available_permits() == 0
    }
}
