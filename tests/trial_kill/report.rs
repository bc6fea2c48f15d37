//! The table.

use std::time::Duration;

use identity_tests::{Verdict, WRITERS};

/// Findings of one kind that are printed in full.
const SHOWN: usize = 5;
const READY_MS_TARGET: u128 = 1000;

/// Prints every round as it ends and keeps the sums.
pub struct Report {
    sum: Verdict,
    ready_ms: Vec<u128>,
    is_control_red: bool,
}

impl Report {
    /// Prints the head of the table.
    pub fn start(kills: usize, database: &str, seed: u64) -> Self {
        println!("kill -9 under {WRITERS} writers, {database}, {kills} kills, seed {seed}");
        println!("  kill   acked refused unknown happened records    lost    torn  audit≠   wrong ready ms");
        Self { sum: Verdict::default(), ready_ms: Vec::new(), is_control_red: false }
    }

    /// Whether nothing was lost and the control noticed that something was.
    pub fn is_green(&self) -> bool {
        self.sum.is_green() && self.is_control_red
    }

    /// Prints one round.
    pub fn round(&mut self, number: usize, ready_in: Duration, verdict: Verdict) {
        let ready_ms = ready_in.as_millis();
        line(&number.to_string(), &verdict, &ready_ms.to_string());
        findings(&verdict);
        self.sum.add(verdict);
        self.ready_ms.push(ready_ms);
    }

    /// Prints the sums; `missing` is what was found once and is gone.
    pub fn rounds_end(&mut self, missing: Vec<String>) {
        for finding in &missing {
            println!("         {finding}");
        }
        self.sum.lost.extend(missing);
        self.ready_ms.sort_unstable();
        let median = self.ready_ms.get(self.ready_ms.len() / 2).copied().unwrap_or_default();
        let most = self.ready_ms.last().copied().unwrap_or_default();
        line("sum", &self.sum, "");
        let late = self.ready_ms.iter().filter(|ms| **ms >= READY_MS_TARGET).count();
        println!(
            "ready again: median {median} ms, longest {most} ms, {late} over the target of {READY_MS_TARGET} ms"
        );
        println!("acknowledged and lost: {} (target 0)", self.sum.lost.len());
        println!("torn: {} (target 0)", self.sum.torn.len());
        println!("wrong answers: {} (target 0)", self.sum.wrong.len());
        let changes = self.sum.acked + self.sum.happened;
        println!("audit records {} = changes {changes}: {} differ", self.sum.records, self.sum.audit.len());
    }

    /// Prints what became of the round that the database was made to forget.
    pub fn control(&mut self, verdict: &Verdict) {
        self.is_control_red = verdict.acked > 0 && !verdict.lost.is_empty();
        let word =
            if self.is_control_red { "red, as it has to be" } else { "GREEN, SO THE TRIAL PROVES NOTHING" };
        let (lost, acked) = (verdict.lost.len(), verdict.acked);
        println!("control, a database set back by one round: {lost} of {acked} reported lost: {word}");
    }
}

fn line(name: &str, verdict: &Verdict, ready_ms: &str) {
    let Verdict { acked, refused, unknown, happened, records, lost, torn, audit, wrong } = verdict;
    let (lost, torn, audit, wrong) = (lost.len(), torn.len(), audit.len(), wrong.len());
    println!(
        "{name:>6} {acked:>7} {refused:>7} {unknown:>7} {happened:>8} {records:>7} {lost:>7} {torn:>7} {audit:>7} {wrong:>7} {ready_ms:>8}"
    );
}

fn findings(verdict: &Verdict) {
    for kind in [&verdict.lost, &verdict.torn, &verdict.audit, &verdict.wrong] {
        for finding in kind.iter().take(SHOWN) {
            println!("         {finding}");
        }
    }
}
