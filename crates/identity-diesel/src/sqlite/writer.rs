//! The writer thread: one queue, one connection that writes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use identity_core::auth::Epochs;
use identity_core::error::StoreError;
use tokio::sync::oneshot;

use super::batch::{Envelope, Worker};
use super::shared::Shared;
use crate::error::RETRY_AFTER_MS;
use crate::job::{Answer, UnitJob};
use crate::unit::Link;

/// The way to the writer thread.
pub(super) struct Writer {
    queue: Option<SyncSender<Envelope>>,
    thread: Option<JoinHandle<()>>,
    commits: Arc<AtomicU64>,
}

impl Writer {
    /// Starts the thread with its connection.
    pub(super) fn start(shared: Arc<Shared>, epochs: Arc<Epochs>, link: Link) -> std::io::Result<Self> {
        let (sender, queue) = sync_channel(shared.options.queue_jobs_max);
        let commits = Arc::new(AtomicU64::new(0));
        let worker = Worker { shared, epochs, commits: Arc::clone(&commits), queue, link: Some(link) };
        let thread =
            std::thread::Builder::new().name("identity-writer".into()).spawn(move || worker.work())?;
        Ok(Self { queue: Some(sender), thread: Some(thread), commits })
    }

    /// Commits since the start.
    pub(super) fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Runs a write. Whoever stops waiting does not stop the write.
    pub(super) async fn run(&self, job: UnitJob) -> Answer {
        let (reply, answer) = oneshot::channel();
        let gone = || StoreError::Unavailable("the writer has stopped".into());
        let queue = self.queue.as_ref().ok_or_else(gone)?;
        match queue.try_send(Envelope { job, reply }) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => {
                return Err(StoreError::Busy { retry_after_ms: RETRY_AFTER_MS }.into());
            }
            Err(TrySendError::Disconnected(_)) => return Err(gone().into()),
        }
        let lost = StoreError::OutcomeUnknown("the writer stopped before it answered".into());
        answer.await.unwrap_or_else(|_| Err(lost.into()))
    }
}

/// Finishes what is queued and waits for it.
impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer thread panicked");
        }
    }
}
