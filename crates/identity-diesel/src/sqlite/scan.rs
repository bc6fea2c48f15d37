//! Reads that may take long: on the runtime's blocking threads, a few at a time, so that no worker stalls.

use std::sync::{Arc, Mutex, PoisonError};

use identity_core::error::{Error, StoreError};
use identity_core::port::Reading;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use super::reader::read;
use super::shared::Shared;
use crate::error::RETRY_AFTER_MS;
use crate::job::{Answer, UnitJob};
use crate::unit::Link;

/// Connections for scans. Turns are taken before a thread is.
pub(super) struct Scans {
    shared: Arc<Shared>,
    turns: Arc<Semaphore>,
    idle: Mutex<Vec<Link>>,
}

impl Scans {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        let turns = Arc::new(Semaphore::new(shared.options.scans_max.max(1)));
        Self { shared, turns, idle: Mutex::new(Vec::new()) }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Link>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run_now(&self, job: &mut UnitJob) -> Answer {
        let mut slot = self.idle().pop();
        let answer = read(&mut slot, &self.shared, Reading::Scan, job);
        self.idle().extend(slot);
        answer
    }

    /// Runs a scan when it is its turn. Needs a tokio runtime with time.
    pub(super) async fn run(self: &Arc<Self>, mut job: UnitJob) -> Answer {
        let runtime = Handle::try_current()
            .map_err(|_| StoreError::Unavailable("a scan needs a tokio runtime".into()))?;
        let turn = Arc::clone(&self.turns).acquire_owned();
        let Ok(Ok(turn)) = tokio::time::timeout(self.shared.options.scan_wait, turn).await else {
            return Err(StoreError::Busy { retry_after_ms: RETRY_AFTER_MS }.into());
        };
        let scans = Arc::clone(self);
        let task = runtime.spawn_blocking(move || {
            let answer = scans.run_now(&mut job);
            drop(turn);
            answer
        });
        task.await.unwrap_or_else(|error| Err(Error::Internal(format!("a scan was lost: {error}"))))
    }
}
