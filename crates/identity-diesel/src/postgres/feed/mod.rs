//! The change feed: what other nodes changed is forgotten here as well, and until when that is known.

mod follower;
mod hint;
mod source;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use identity_core::auth::Epochs;
use identity_core::port::Clock;

pub(super) use follower::Follower;
pub(super) use hint::Bell;
#[cfg(test)]
#[cfg(feature = "postgres-tests")]
pub(super) use hint::{Line, tell};
pub(super) use source::Source;

use super::options::PostgresError;

/// How long is waited for the thread to end.
const ENDS_WITHIN: Duration = Duration::from_secs(1);

/// The thread that follows; dropping it ends it.
pub(super) struct Feed {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Feed {
    /// Starts following; `bell` is rung by whoever commits a change here.
    ///
    /// # Errors
    /// [`PostgresError::OtherDatabase`], [`PostgresError::Thread`]. A source that cannot be reached is tried again and
    /// again: until then nothing is believed.
    pub(super) fn start(
        source: Source,
        epochs: Arc<Epochs>,
        clock: Arc<dyn Clock>,
        bell: Arc<Bell>,
    ) -> Result<Self, PostgresError> {
        let mut follower = Follower::new(source, epochs, clock);
        if let Err(error @ PostgresError::OtherDatabase) = follower.poll() {
            return Err(error);
        }
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name("identity-feed".into())
            .spawn(move || follower.work(&stopped, &bell))
            .map_err(PostgresError::Thread)?;
        Ok(Self { stop, thread: Some(thread) })
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let Some(thread) = self.thread.take() else { return };
        thread.thread().unpark();
        let deadline = Instant::now() + ENDS_WITHIN;
        while !thread.is_finished() && Instant::now() < deadline {
            std::thread::park_timeout(Duration::from_millis(5));
        }
        // A thread that a silent server holds ends as soon as that says something.
        if thread.is_finished() && thread.join().is_err() {
            tracing::error!("the change feed's thread panicked");
        }
    }
}
