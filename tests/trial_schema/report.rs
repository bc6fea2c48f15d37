//! What was asked, what was answered, and what was wrong.

use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::Answer;
use crate::request::{Operation, Request};

/// Failures that are shown in full.
const SHOWN: usize = 20;

pub struct Report {
    operations: usize,
    expected: BTreeSet<String>,
    examples: usize,
    statuses: BTreeMap<u16, usize>,
    successes: BTreeSet<String>,
    failures: usize,
}

impl Report {
    pub fn new(operations: &[Operation], examples: usize) -> Self {
        let expected = operations.iter().filter(|operation| !operation.is_at_the_root);
        let expected = expected.map(|operation| operation.name.clone()).collect();
        Self {
            operations: operations.len(),
            expected,
            examples,
            statuses: BTreeMap::new(),
            successes: BTreeSet::new(),
            failures: 0,
        }
    }

    /// Counts an answer and shows what is wrong with it.
    pub fn note(&mut self, name: &str, request: &Request, answer: &Answer, checked: Result<(), String>) {
        *self.statuses.entry(answer.status).or_default() += 1;
        if answer.status < 300 {
            self.successes.insert(name.to_owned());
        }
        // A full queue of password hashes is no failure.
        let failed = (answer.status >= 500 && answer.status != 503).then(|| "the server failed".to_owned());
        let Some(why) = failed.or(checked.err()) else { return };
        self.failures += 1;
        if self.failures <= SHOWN {
            let body = String::from_utf8_lossy(&request.body);
            println!(
                "{name}: {why}\n  {} {} {body:.600}\n  {} {:.600}",
                request.method, request.target, answer.status, answer.body
            );
        }
    }

    /// Prints the figures; green when nothing was wrong and most operations of the Platform API succeeded
    /// at least once.
    pub fn is_green(&self) -> bool {
        let succeeded = self.successes.len();
        println!(
            "{} operations, {} examples each, {} of them answered with success at least once, {} failures; answers by status: {:?}",
            self.operations, self.examples, succeeded, self.failures, self.statuses
        );
        self.failures == 0 && self.expected.intersection(&self.successes).count() * 2 >= self.expected.len()
    }
}
