//! The table.

use std::time::Duration;

use crate::disturbance::Disturbance;

/// The longest that an ended credential may be good on another node, whatever is wrong.
const MAX: Duration = Duration::from_secs(1);
/// What 99 of 100 are held to while nothing is wrong. A debug build shares few cores with everything else, so it is
/// held to the bound alone.
const P99: Duration = if cfg!(debug_assertions) { MAX } else { Duration::from_millis(100) };

/// What became of one kind of credential.
#[derive(Debug, Clone)]
pub struct Sample {
    pub event: &'static str,
    pub kind: &'static str,
    /// How long it was good after the answer.
    pub lag: Duration,
    /// How often.
    pub accepts: usize,
}

/// What was seen of events.
#[derive(Debug, Default)]
pub struct Finding {
    /// On the node that did it.
    pub at_a: Vec<Sample>,
    /// On the other one.
    pub at_b: Vec<Sample>,
    /// First answers of a node that stood still which said yes.
    pub late: usize,
    /// Credentials for one use that were good after they had ended.
    pub once: usize,
    /// Answers 503.
    pub unavailable: usize,
    /// Events, and kinds that they leave alone which were refused to the end.
    pub lost: Vec<(&'static str, &'static str)>,
}

/// All findings under one disturbance.
pub struct Row {
    disturbance: Disturbance,
    findings: Vec<Finding>,
}

impl Row {
    /// No finding yet.
    pub fn new(disturbance: Disturbance) -> Self {
        Self { disturbance, findings: Vec::new() }
    }

    /// One more.
    pub fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    fn at_b(&self) -> impl Iterator<Item = &Sample> {
        self.findings.iter().flat_map(|finding| &finding.at_b)
    }

    fn lags(&self) -> Vec<Duration> {
        let mut lags: Vec<_> = self.at_b().map(|sample| sample.lag).collect();
        lags.sort_unstable();
        lags
    }

    fn sum(&self, of: impl Fn(&Finding) -> usize) -> usize {
        self.findings.iter().map(of).sum()
    }

    fn accepts_at_a(&self) -> usize {
        self.sum(|finding| finding.at_a.iter().map(|sample| sample.accepts).sum())
    }

    /// Whether everything is as it has to be.
    pub fn is_green(&self) -> bool {
        let lags = self.lags();
        let is_quick = self.disturbance != Disturbance::None || percentile(&lags, 99) <= P99;
        !lags.is_empty()
            && is_quick
            && lags.last().is_some_and(|most| *most <= MAX)
            && self.accepts_at_a() + self.sum(|finding| finding.late + finding.once) == 0
            && self.findings.iter().all(|finding| finding.lost.is_empty())
    }

    /// Whether the other node was noticed not to follow.
    pub fn is_red_control(&self) -> bool {
        self.lags().last().is_some_and(|most| *most > MAX)
    }

    /// Prints the row, and what is not as it has to be.
    pub fn print(&self) {
        let lags = self.lags();
        let ms = |lag: Duration| lag.as_millis();
        println!(
            "{:<22} {:>7} {:>6} {:>6} {:>6} {:>8} {:>6} {:>6} {:>7}",
            self.disturbance.name(),
            lags.len(),
            ms(percentile(&lags, 50)),
            ms(percentile(&lags, 99)),
            ms(lags.last().copied().unwrap_or_default()),
            self.accepts_at_a(),
            self.sum(|finding| finding.late),
            self.sum(|finding| finding.once),
            self.sum(|finding| finding.unavailable),
        );
        if self.disturbance == Disturbance::Unheard {
            return;
        }
        for sample in self.at_b().filter(|sample| sample.lag > MAX) {
            println!("    B: {} was good for {} ms after: {}", sample.kind, ms(sample.lag), sample.event);
        }
        for sample in self.findings.iter().flat_map(|f| &f.at_a).filter(|sample| sample.accepts > 0) {
            println!("    A: {} was good {} times after: {}", sample.kind, sample.accepts, sample.event);
        }
        for (event, kind) in self.findings.iter().flat_map(|finding| &finding.lost) {
            println!("    B: {kind} was refused to the end after: {event}");
        }
    }
}

/// Prints the head of the table.
pub fn head(rounds: usize) {
    println!(
        "revocation over two nodes, {rounds} rounds; times on B in ms from A's answer to the last accept"
    );
    println!("                       samples    p50    p99    max accepts_A   late   once     503");
}

/// The least value that so many of a hundred do not exceed.
fn percentile(sorted: &[Duration], hundredths: usize) -> Duration {
    let rank = (sorted.len() * hundredths).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(disturbance: Disturbance, lag_ms: u64, accepts_at_a: usize) -> Row {
        let sample =
            Sample { event: "e", kind: "k", lag: Duration::from_millis(lag_ms), accepts: accepts_at_a };
        let (at_a, at_b) = (vec![sample.clone()], vec![sample]);
        let finding = Finding { at_a, at_b, ..Finding::default() };
        Row { disturbance, findings: vec![finding] }
    }

    #[test]
    fn a_row_is_green_within_the_bound_and_red_beyond() {
        let p99 = u64::try_from(P99.as_millis()).unwrap();
        assert!(row(Disturbance::None, p99, 0).is_green());
        assert!(!row(Disturbance::None, p99 + 1, 0).is_green());
        assert!(row(Disturbance::FeedCut, 1000, 0).is_green());
        assert!(!row(Disturbance::FeedCut, 1001, 0).is_green());
        assert!(!row(Disturbance::None, 0, 1).is_green());
        assert!(!Row::new(Disturbance::None).is_green(), "nothing was seen");
        assert!(row(Disturbance::Unheard, 1001, 0).is_red_control());
        assert!(!row(Disturbance::Unheard, 1000, 0).is_red_control());
    }

    #[test]
    fn percentiles_are_values_that_were_seen() {
        let hundred: Vec<_> = (1..=100).map(Duration::from_millis).collect();
        assert_eq!(percentile(&hundred, 99), Duration::from_millis(99));
        assert_eq!(percentile(&hundred, 50), Duration::from_millis(50));
        assert_eq!(percentile(&hundred[..1], 99), Duration::from_millis(1));
    }
}
