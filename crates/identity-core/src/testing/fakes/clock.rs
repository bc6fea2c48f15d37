//! A clock that stands still until it is moved.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use crate::port::Clock;
use crate::testing::fixture::NOW;
use crate::timestamp::Timestamp;

/// Stands at one moment, by default that of the fixtures.
#[derive(Debug)]
pub struct FixedClock {
    at: AtomicI64,
    up_ms: AtomicU64,
}

impl FixedClock {
    /// Stands at the moment.
    pub const fn new(at: Timestamp) -> Self {
        Self { at: AtomicI64::new(at.millis()), up_ms: AtomicU64::new(0) }
    }

    /// Jumps to a moment, forwards or back.
    pub fn set(&self, at: Timestamp) {
        self.at.store(at.millis(), Ordering::SeqCst);
    }

    /// Moves on.
    pub fn advance(&self, span: Duration) {
        self.up_ms.fetch_add(u64::try_from(span.as_millis()).unwrap_or(u64::MAX), Ordering::SeqCst);
        self.set(self.now().plus(span));
    }
}

impl Default for FixedClock {
    fn default() -> Self {
        Self::new(NOW)
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.at.load(Ordering::SeqCst))
    }

    fn uptime(&self) -> Duration {
        Duration::from_millis(self.up_ms.load(Ordering::SeqCst))
    }
}
