//! The table.

use std::time::Duration;

use identity_tests::{Verdict, WRITERS};

use crate::blow::Blow;
use crate::figures::Figures;

/// Findings of one kind that are printed in full.
const SHOWN: usize = 5;
/// Nobody waits longer for an answer while the database does not answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// Prints every blow as it is over and keeps the sums.
pub struct Report {
    sum: Verdict,
    late: usize,
    is_control_red: bool,
}

impl Report {
    /// Prints the head of the table.
    pub fn start(rounds: usize) -> Self {
        println!(
            "PostgreSQL with a synchronous standby under {WRITERS} writers, {rounds} rounds; times in ms"
        );
        println!(
            "{:<12} {:>6} {:>7} {:>6} {:>7} {:>8} {:>5} {:>5} {:>6} {:>5} {:>7} {:>6} {:>7} {:>6} {:>7} {:>6} {:>7}",
            "blow",
            "acked",
            "refused",
            "503",
            "unknown",
            "happened",
            "lost",
            "torn",
            "audit≠",
            "wrong",
            "checks",
            "503",
            "write 1",
            "gap",
            "check 1",
            "gap",
            "slowest"
        );
        Self { sum: Verdict::default(), late: 0, is_control_red: false }
    }

    /// Whether nothing was lost, nobody waited, and the control noticed that something was lost.
    pub fn is_green(&self) -> bool {
        self.sum.is_green() && self.late == 0 && self.is_control_red
    }

    /// Prints one blow.
    pub fn blow(&mut self, blow: Blow, verdict: Verdict, figures: &Figures) {
        line(blow.name(), &verdict, figures);
        let mut late = Vec::new();
        for (what, first) in [("write", figures.first_write), ("check", figures.first_check)] {
            if first.is_none_or(|first| first >= blow.success_within()) {
                late.push(format!(
                    "the first {what} succeeded after {first:?}, target {:?}",
                    blow.success_within()
                ));
            }
        }
        if figures.slowest > ANSWER_WITHIN {
            late.push(format!(
                "somebody waited {:?} for an answer, target {ANSWER_WITHIN:?}",
                figures.slowest
            ));
        }
        for findings in [&verdict.lost, &verdict.torn, &verdict.audit, &verdict.wrong, &late] {
            findings.iter().take(SHOWN).for_each(|finding| println!("         {finding}"));
        }
        self.late += late.len();
        self.sum.add(verdict);
    }

    /// Prints the sums; `missing` is what was found once and is gone.
    pub fn rounds_end(&mut self, missing: Vec<String>) {
        for finding in &missing {
            println!("         {finding}");
        }
        self.sum.lost.extend(missing);
        let Verdict { acked, refused, unknown, happened, records, .. } = self.sum;
        println!("acknowledged {acked}, refused {refused}, unknown {unknown}, of which {happened} happened");
        println!("acknowledged and lost: {} (target 0)", self.sum.lost.len());
        println!("torn: {} (target 0)", self.sum.torn.len());
        println!("audit records {records} = changes {}: {} differ", acked + happened, self.sum.audit.len());
        println!("wrong answers: {} (target 0)", self.sum.wrong.len());
        println!("times over their target: {} (target 0)", self.late);
    }

    /// Prints what became of the promotion of a standby that had been cut off.
    pub fn control(&mut self, verdict: &Verdict) {
        self.is_control_red = verdict.acked > 0 && !verdict.lost.is_empty();
        let word =
            if self.is_control_red { "red, as it has to be" } else { "GREEN, SO THE TRIAL PROVES NOTHING" };
        let (lost, acked) = (verdict.lost.len(), verdict.acked);
        println!("control, a standby cut off before it is promoted: {lost} of {acked} reported lost: {word}");
    }
}

fn line(name: &str, verdict: &Verdict, figures: &Figures) {
    let Verdict { acked, refused, unknown, happened, lost, torn, audit, wrong, .. } = verdict;
    let (lost, torn, audit, wrong) = (lost.len(), torn.len(), audit.len(), wrong.len());
    let ms = |time: Option<Duration>| time.map_or("-".into(), |time| time.as_millis().to_string());
    let Figures { writes_refused, checks, checks_refused, .. } = figures;
    println!(
        "{name:<12} {acked:>6} {refused:>7} {writes_refused:>6} {unknown:>7} {happened:>8} {lost:>5} {torn:>5} {audit:>6} {wrong:>5} \
         {checks:>7} {checks_refused:>6} {:>7} {:>6} {:>7} {:>6} {:>7}",
        ms(figures.first_write),
        figures.write_gap.as_millis(),
        ms(figures.first_check),
        figures.check_gap.as_millis(),
        figures.slowest.as_millis(),
    );
}
