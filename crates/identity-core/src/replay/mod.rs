//! Signed requests that were seen (P-R4): all nodes remember them together, so that none is taken twice.

mod repository;

#[cfg(any(test, feature = "testing"))]
pub use repository::MockReplayRepository;
pub use repository::{ReplayRepository, Sighting};

use std::time::Duration;

/// How long a request is remembered: its timestamp is taken for five minutes before and after its moment.
pub const KEPT: Duration = Duration::from_secs(600);
