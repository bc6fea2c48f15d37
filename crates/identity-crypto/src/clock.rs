//! The clock of the machine.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use identity_core::port::Clock;
use identity_core::timestamp::Timestamp;
use rustix::time::{ClockId, clock_gettime};

/// The clock that goes on while the machine is suspended.
#[cfg(any(target_os = "linux", target_os = "android"))]
const UPTIME: ClockId = ClockId::Boottime;
/// Elsewhere this one does.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const UPTIME: ClockId = ClockId::Monotonic;

/// Tells the time of the machine, cut to milliseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the adapter that owns the clock")]
    fn now(&self) -> Timestamp {
        // A clock that stands before 1970 is taken for 1970, the first moment that a timestamp can show.
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(0).plus(since_epoch)
    }

    fn uptime(&self) -> Duration {
        let now = clock_gettime(UPTIME);
        let secs = u64::try_from(now.tv_sec).unwrap_or_default();
        Duration::new(secs, u32::try_from(now.tv_nsec).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_plausible_and_does_not_run_backwards() {
        let first = SystemClock.now();
        let second = SystemClock.now();
        assert!(first > Timestamp::parse("2026-01-01").unwrap());
        assert!(first < Timestamp::parse("2200-01-01").unwrap());
        assert!(second >= first);
    }
}
