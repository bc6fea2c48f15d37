//! Two stores and many random commands: the same service over both gives the same answers and leaves the same state.
//!
//! A sequence starts from two stores that were furnished alike. Every step draws a verb, an actor and arguments from what the in-memory store
//! holds, moves both clocks, and runs the use case over both. Identifiers, codes and secrets are drawn from a source that
//! starts every step from the same number on both sides, so that all answers are equal or wrong. A run of a seed is the
//! same each time; the sequence that is named by a divergence is run alone by its own seed and a count of one.
#![expect(clippy::unwrap_used, reason = "a comparison is made of assertions")]

mod action;
mod actor;
mod dice;
mod draw;
mod furnish;
mod known;
mod sequence;
mod site;
mod state;
mod tally;
#[cfg(test)]
mod tests;
mod verbs;

pub use tally::Tally;

use super::contract::Fixture;
use site::Site;

/// What is run.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The seed of the first sequence; the next one has the next.
    pub seed: u64,
    /// How many sequences.
    pub sequences: u64,
    /// How many commands each has.
    pub steps: u64,
    /// Whether every writing closure runs twice on the compared store, the first time for nothing, as when a database
    /// tells a transaction to begin again.
    pub is_retried: bool,
}

/// Makes a furnished store for the next sequence, such as a copy of one.
pub type Fresh<'a> = Box<dyn FnMut() -> Fixture + Send + 'a>;

/// Furnishes an empty store with what sequences begin with.
pub fn furnish(fixture: &Fixture) {
    furnish::furnish(&Site::new(fixture.store.clone(), fixture.epochs.clone()));
}

/// Compares stores with the in-memory one; panics at the first difference. Each of the `makers` works in a thread of its
/// own and takes its share of the sequences.
pub fn compare(plan: Plan, makers: Vec<Fresh<'_>>) -> Tally {
    let stride = makers.len();
    let mut tally = Tally::default();
    std::thread::scope(|scope| {
        let threads: Vec<_> = makers
            .into_iter()
            .enumerate()
            .map(|(first, mut fresh)| {
                scope.spawn(move || {
                    let mut tally = Tally::default();
                    let seeds = (plan.seed..plan.seed + plan.sequences).skip(first).step_by(stride);
                    seeds.for_each(|seed| sequence::run(plan, seed, fresh(), &mut tally));
                    tally
                })
            })
            .collect();
        for thread in threads {
            tally += thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
    });
    tally
}
