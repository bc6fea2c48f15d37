//! How long who waited.

use std::time::{Duration, Instant};

use identity_tests::{Entry, Outcome};

use crate::blow::Struck;
use crate::check::Check;

/// What was measured around one blow.
#[derive(Debug)]
pub struct Figures {
    /// Writes that were answered 503.
    pub writes_refused: usize,
    /// Token checks in all.
    pub checks: usize,
    /// Token checks that were answered 503.
    pub checks_refused: usize,
    /// From when success was to be expected to the first acknowledged write; `None` when there was none.
    pub first_write: Option<Duration>,
    /// The same for the first check that was told.
    pub first_check: Option<Duration>,
    /// The longest time in which no write was acknowledged.
    pub write_gap: Duration,
    /// The longest time in which no check was told.
    pub check_gap: Duration,
    /// The slowest answer to anything that was asked, or still open, between the blow's beginning and its end. What was
    /// asked before counts from the beginning.
    pub slowest: Duration,
}

impl Figures {
    /// Reads them from what the clients saw.
    pub fn of(struck: Struck, entries: &[Entry], checks: &[Check]) -> Self {
        let acked = entries.iter().filter(|entry| entry.outcome == Outcome::Acked);
        let acked = sorted(acked.map(|entry| entry.asked_at + entry.took));
        let told =
            sorted(checks.iter().filter(|check| check.was_told).map(|check| check.asked_at + check.took));
        let requests = entries.iter().map(|entry| (entry.asked_at, entry.took));
        let slowest = requests
            .chain(checks.iter().map(|check| (check.asked_at, check.took)))
            .filter(|(at, took)| *at < struck.over && *at + *took > struck.began)
            .map(|(at, took)| (at + took).saturating_duration_since(at.max(struck.began)));
        Self {
            writes_refused: entries.iter().filter(|entry| entry.outcome == Outcome::Refused(503)).count(),
            checks: checks.len(),
            checks_refused: checks.iter().filter(|check| !check.was_told && check.wrong.is_none()).count(),
            first_write: first(&acked, struck.over),
            first_check: first(&told, struck.over),
            write_gap: gap(&acked),
            check_gap: gap(&told),
            slowest: slowest.max().unwrap_or_default(),
        }
    }
}

fn sorted(times: impl Iterator<Item = Instant>) -> Vec<Instant> {
    let mut times: Vec<Instant> = times.collect();
    times.sort_unstable();
    times
}

fn first(times: &[Instant], after: Instant) -> Option<Duration> {
    times.iter().find(|time| **time >= after).map(|time| time.saturating_duration_since(after))
}

fn gap(times: &[Instant]) -> Duration {
    let pairs = times.iter().zip(times.iter().skip(1));
    pairs.map(|(one, next)| next.saturating_duration_since(*one)).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use identity_tests::Change;

    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn entry(asked_at: Instant, took: Duration, outcome: Outcome) -> Entry {
        Entry { writer: 0, change: Change::Token { active: true }, outcome, asked_at, took }
    }

    #[test]
    fn waiting_is_measured_from_the_blow_and_success_from_its_end() {
        let zero = Instant::now();
        let struck = Struck { began: zero + 10 * MS, over: zero + 30 * MS };
        let entries = [
            entry(zero, 5 * MS, Outcome::Acked),
            // Open when the blow fell, answered 15 ms after that.
            entry(zero + 5 * MS, 20 * MS, Outcome::Unknown),
            entry(zero + 25 * MS, 10 * MS, Outcome::Refused(503)),
            entry(zero + 36 * MS, 20 * MS, Outcome::Acked),
        ];
        let figures = Figures::of(struck, &entries, &[]);
        assert_eq!(figures.writes_refused, 1);
        assert_eq!(figures.slowest, 15 * MS);
        assert_eq!(figures.first_write, Some(26 * MS));
        assert_eq!(figures.write_gap, 51 * MS);
        assert_eq!(figures.first_check, None);
    }
}
