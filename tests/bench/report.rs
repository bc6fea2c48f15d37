//! The table on standard output, and one JSON line per figure in `target/bench/bench.jsonl`.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use identity_tests::Failure;
use serde_json::json;

use crate::load::Throughput;

/// One figure: what was measured in every round, and what it is measured against.
pub struct Figure {
    name: &'static str,
    unit: &'static str,
    values: Vec<f64>,
    p99_us: Option<u32>,
    ceiling: Option<f64>,
    target: Option<Target>,
}

#[derive(Clone, Copy)]
enum Target {
    /// At least this many times the ceiling.
    Ratio(f64),
    /// At most this much.
    AtMost(f64),
}

impl Figure {
    /// A rate, taken in several rounds.
    pub fn load(name: &'static str, rounds: &[Throughput]) -> Self {
        let p99_us = rounds.iter().map(|round| round.p99_us).max().filter(|us| *us > 0);
        Self { name, unit: "1/s", values: rates(rounds), p99_us, ceiling: None, target: None }
    }

    /// A value taken once, with the most that it should be.
    pub fn one(name: &'static str, unit: &'static str, value: f64, at_most: f64) -> Self {
        let target = Some(Target::AtMost(at_most));
        Self { name, unit, values: vec![value], p99_us: None, ceiling: None, target }
    }

    /// Measured against a ceiling of the same rounds.
    #[must_use]
    pub fn under(self, ceiling: &[Throughput], ratio: f64) -> Self {
        Self { ceiling: Some(median(&rates(ceiling))), target: Some(Target::Ratio(ratio)), ..self }
    }

    fn ratio(&self) -> Option<f64> {
        self.ceiling.map(|ceiling| median(&self.values) / ceiling)
    }

    /// What is wanted, and whether it is so.
    fn wanted(&self) -> (String, &'static str) {
        let verdict = |is_met: bool| if is_met { "met" } else { "missed" };
        match self.target {
            Some(Target::Ratio(least)) => {
                (format!("≥ {least:.2}×"), verdict(self.ratio().is_some_and(|ratio| ratio >= least)))
            }
            Some(Target::AtMost(most)) => (format!("≤ {most}"), verdict(median(&self.values) <= most)),
            None => (String::new(), ""),
        }
    }
}

fn rates(rounds: &[Throughput]) -> Vec<f64> {
    rounds.iter().map(|round| round.per_second).collect()
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// All figures of a run.
pub struct Report {
    lines: File,
    commit: String,
    figures: Vec<Figure>,
}

impl Report {
    /// Opens the file of lines in the target folder that `home` is in.
    pub fn start(home: &Path) -> Result<Self, Failure> {
        let target = home.ancestors().nth(2).ok_or_else(|| Failure::new("no target folder"))?;
        let folder = target.join("bench");
        std::fs::create_dir_all(&folder)?;
        let lines = File::options().create(true).append(true).open(folder.join("bench.jsonl"))?;
        let commit = Command::new("git").args(["rev-parse", "HEAD"]).output();
        let commit = commit.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        Ok(Self { lines, commit: commit.unwrap_or_default(), figures: Vec::new() })
    }

    /// Takes a figure in.
    pub fn add(&mut self, figure: Figure) {
        self.figures.push(figure);
    }

    /// Prints the table and writes the lines.
    pub fn finish(mut self) -> Result<(), Failure> {
        println!(
            "{:<36}{:>12} {:<4}{:>24}{:>12}{:>8}{:>10}  ",
            "figure", "median", "", "min–max", "p99 max µs", "ratio", "target"
        );
        for figure in &self.figures {
            let low = figure.values.iter().copied().fold(f64::INFINITY, f64::min);
            let high = figure.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let value = median(&figure.values);
            let (target, verdict) = figure.wanted();
            println!(
                "{:<36}{value:>12.1} {:<4}{:>24}{:>12}{:>8}{target:>10}  {verdict}",
                figure.name,
                figure.unit,
                format!("{low:.0}–{high:.0}"),
                figure.p99_us.map(|us| us.to_string()).unwrap_or_default(),
                figure.ratio().map(|ratio| format!("{ratio:.2}")).unwrap_or_default(),
            );
            let target = figure.target.map(|target| match target {
                Target::Ratio(target) | Target::AtMost(target) => target,
            });
            let line = json!({
                "name": figure.name, "value": value, "min": low, "max": high, "unit": figure.unit,
                "ceiling": figure.ceiling, "ratio": figure.ratio(), "target": target, "commit": self.commit,
            });
            writeln!(self.lines, "{line}")?;
        }
        Ok(())
    }
}
