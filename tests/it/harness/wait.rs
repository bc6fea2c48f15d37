//! Waiting for what happens elsewhere, up to a deadline.

use std::thread::park_timeout;
use std::time::{Duration, Instant};

/// Waiting longer than this means that it never happens.
const PATIENCE: Duration = Duration::from_secs(20);
/// Pause between two looks.
const PAUSE: Duration = Duration::from_millis(10);

/// Looks until there is something.
///
/// # Panics
/// When nothing came within twenty seconds.
#[track_caller]
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "{what} did not happen");
        park_timeout(PAUSE);
    }
}
