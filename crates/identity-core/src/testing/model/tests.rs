//! The comparison agrees where it should, is about something, and notices a store that is wrong.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;

use super::*;
use crate::auth::Epochs;
use crate::error::Error;
use crate::port::{Job, Reading, Store};
use crate::testing::MemoryStore;

fn memory() -> Fixture {
    let epochs = Arc::new(Epochs::default());
    let store = Arc::new(MemoryStore::new(epochs.clone()));
    let fixture = Fixture { store, epochs, guard: Box::new(()) };
    furnish(&fixture);
    fixture
}

const PLAN: Plan = Plan { seed: 1, sequences: 100, steps: 50, is_retried: false };

#[test]
fn a_store_is_like_itself_and_most_commands_do_something() {
    let tally = compare(PLAN, vec![Box::new(memory), Box::new(memory)]);
    assert_eq!(tally.commands(), PLAN.sequences * PLAN.steps);
    assert!(tally.accepted_percent() >= 40, "{tally}");
    // The same seeds are the same commands, however many threads there are.
    assert_eq!(compare(PLAN, vec![Box::new(memory)]), tally);
}

#[test]
fn closures_that_run_twice_do_what_they_do_once() {
    compare(Plan { seed: 1000, is_retried: true, ..PLAN }, vec![Box::new(memory)]);
}

/// What a faulty store does wrong.
#[derive(Clone, Copy)]
enum Fault {
    /// One write of many is answered and never committed.
    Lost,
    /// What a refused write did is kept.
    Kept,
}

/// A store in memory that is not quite one.
struct Faulty {
    store: Arc<dyn Store>,
    fault: Fault,
    writes: AtomicU64,
}

/// Every write of such a number is lost.
const LOST: u64 = 7;

#[async_trait]
impl Store for Faulty {
    async fn run_read(&self, reading: Reading, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        self.store.run_read(reading, job).await
    }

    async fn run_write(&self, mut job: Job) -> Result<Box<dyn Any + Send>, Error> {
        let number = self.writes.fetch_add(1, Ordering::SeqCst) + 1;
        let answer = Arc::new(Mutex::new(None));
        let told = Arc::clone(&answer);
        let fault = self.fault;
        let faulty: Job = Box::new(move |tx| {
            let answer = job(tx);
            let is_lost = matches!(fault, Fault::Lost) && number.is_multiple_of(LOST);
            let is_kept = matches!(fault, Fault::Kept) || answer.is_ok();
            *told.lock().unwrap() = Some(answer);
            if is_kept && !is_lost { Ok(Box::new(())) } else { Err(Error::Forbidden) }
        });
        drop(self.store.run_write(faulty).await);
        answer.lock().unwrap().take().unwrap()
    }
}

/// What the comparison says of a faulty store.
fn said_of(fault: Fault) -> String {
    let faulty = || {
        let Fixture { store, epochs, guard } = memory();
        Fixture { store: Arc::new(Faulty { store, fault, writes: AtomicU64::new(0) }), epochs, guard }
    };
    let run = AssertUnwindSafe(|| compare(PLAN, vec![Box::new(faulty)]));
    *catch_unwind(run).unwrap_err().downcast::<String>().unwrap()
}

#[test]
fn a_store_that_loses_a_write_is_found_out() {
    let said = said_of(Fault::Lost);
    assert!(said.starts_with("seed ") && said.contains("memory: "), "{said}");
}

#[test]
fn a_store_that_keeps_what_was_refused_is_found_out() {
    let said = said_of(Fault::Kept);
    assert!(said.starts_with("seed ") && said.contains("memory: "), "{said}");
}
