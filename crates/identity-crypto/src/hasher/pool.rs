//! A few threads that run a bounded number of works, each thread with memory of its own.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use argon2::Block;

/// What a thread runs; the memory is the thread's and is used again by the next work.
pub(super) type Work = Box<dyn FnOnce(&mut Vec<Block>) + Send>;

/// The work was not taken, because as many wait already as may.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Full {
    /// When those that wait will probably be done, in milliseconds.
    pub(super) retry_after_ms: u32,
}

/// Threads and the queue before them. Dropping it drops what waits, and returns when what runs has ended.
pub(super) struct Pool {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    threads: usize,
    waiting_max: usize,
}

struct State {
    waiting: VecDeque<Work>,
    running: usize,
    is_open: bool,
    /// Moving average of how long a work takes.
    typical: Duration,
}

impl Pool {
    /// Starts the threads; at most `waiting_max` works wait while all of them are busy.
    ///
    /// # Errors
    /// When the operating system refuses a thread.
    pub(super) fn start(threads: NonZeroUsize, waiting_max: usize) -> std::io::Result<Self> {
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                running: 0,
                is_open: true,
                typical: Duration::from_millis(50),
            }),
            changed: Condvar::new(),
            threads: threads.get(),
            waiting_max,
        });
        let mut pool = Self { shared, threads: Vec::new() };
        for number in 0..threads.get() {
            let shared = Arc::clone(&pool.shared);
            let thread = Builder::new().name(format!("hasher-{number}")).spawn(move || shared.run())?;
            pool.threads.push(thread);
        }
        Ok(pool)
    }

    /// Hands a work over, to be run in its turn.
    ///
    /// # Errors
    /// [`Full`] when all threads are busy and no place to wait is left; the work is dropped and was not begun.
    pub(super) fn submit(&self, work: Work) -> Result<(), Full> {
        let mut state = self.shared.lock();
        let ahead = state.running + state.waiting.len();
        if ahead >= self.shared.threads + self.shared.waiting_max {
            let rounds = u32::try_from(ahead.div_ceil(self.shared.threads)).unwrap_or(u32::MAX);
            let until_done = state.typical.saturating_mul(rounds).as_millis();
            return Err(Full {
                retry_after_ms: u32::try_from(until_done).unwrap_or(u32::MAX).clamp(100, 60_000),
            });
        }
        state.waiting.push_back(work);
        drop(state);
        self.shared.changed.notify_one();
        Ok(())
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let abandoned = {
            let mut state = self.shared.lock();
            state.is_open = false;
            std::mem::take(&mut state.waiting)
        };
        drop(abandoned);
        self.shared.changed.notify_all();
        for thread in self.threads.drain(..) {
            // A thread contains the panics of its works, so there is none to pass on.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn run(&self) {
        let mut memory = Vec::new();
        while let Some(work) = self.next() {
            let begun = Instant::now();
            // A panic ends this work alone: whoever waits for it sees the answer's sender vanish. The memory holds
            // nothing between two works, so what the panic left in it does not matter.
            let _ = catch_unwind(AssertUnwindSafe(|| work(&mut memory)));
            let mut state = self.lock();
            state.running -= 1;
            state.typical = (state.typical * 7 + begun.elapsed()) / 8;
        }
    }

    fn next(&self) -> Option<Work> {
        let mut state = self
            .changed
            .wait_while(self.lock(), |state| state.is_open && state.waiting.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        let work = state.waiting.pop_front()?;
        state.running += 1;
        Some(work)
    }

    /// Nothing panics under the lock, so a poisoned state is still whole.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    fn pool(threads: usize, waiting_max: usize) -> Pool {
        Pool::start(NonZeroUsize::new(threads).unwrap(), waiting_max).unwrap()
    }

    /// A work that says when it runs and ends when it is told to.
    fn held() -> (Work, Receiver<()>, Sender<()>) {
        let (says, said) = channel();
        let (tell, told) = channel();
        let work = Box::new(move |_: &mut Vec<Block>| {
            says.send(()).unwrap();
            told.recv().unwrap();
        });
        (work, said, tell)
    }

    #[test]
    fn beyond_the_threads_and_the_queue_work_is_refused_and_never_begun() {
        let pool = pool(1, 1);
        let (first, first_runs, release_first) = held();
        let (second, second_runs, release_second) = held();
        pool.submit(first).unwrap();
        first_runs.recv().unwrap();
        pool.submit(second).unwrap();

        let (third, third_runs, _) = held();
        let full = pool.submit(third).unwrap_err();
        assert!((100..=60_000).contains(&full.retry_after_ms), "{full:?}");
        assert!(third_runs.recv().is_err(), "the refused work was kept");

        release_first.send(()).unwrap();
        second_runs.recv().unwrap();
        let (fourth, fourth_runs, release_fourth) = held();
        pool.submit(fourth).unwrap();
        release_second.send(()).unwrap();
        release_fourth.send(()).unwrap();
        fourth_runs.recv().unwrap();
    }

    #[test]
    fn without_a_queue_only_idle_threads_take_work() {
        let pool = pool(2, 0);
        let (one, one_runs, release_one) = held();
        let (two, two_runs, release_two) = held();
        pool.submit(one).unwrap();
        pool.submit(two).unwrap();
        one_runs.recv().unwrap();
        two_runs.recv().unwrap();
        assert!(pool.submit(Box::new(|_| ())).is_err());
        release_one.send(()).unwrap();
        release_two.send(()).unwrap();
    }

    #[test]
    fn a_panic_ends_its_work_alone_and_the_memory_is_used_again() {
        let pool = pool(1, 2);
        let (says, said) = channel();
        pool.submit(Box::new(|memory| {
            memory.resize(3, Block::new());
            panic!("expected by this test");
        }))
        .unwrap();
        pool.submit(Box::new(move |memory| says.send(memory.len()).unwrap())).unwrap();
        assert_eq!(said.recv(), Ok(3));
    }

    #[test]
    fn dropping_the_pool_ends_what_runs_drops_what_waits_and_stops_the_threads() {
        let pool = pool(1, 1);
        let shared = Arc::downgrade(&pool.shared);
        let (running, runs, release) = held();
        let (waiting, never_runs, _) = held();
        pool.submit(running).unwrap();
        runs.recv().unwrap();
        pool.submit(waiting).unwrap();
        let dropping = std::thread::spawn(move || drop(pool));
        // The waiting work is dropped before the running one has to end.
        assert!(never_runs.recv().is_err());
        release.send(()).unwrap();
        dropping.join().unwrap();
        assert_eq!(shared.strong_count(), 0, "a thread still lives");
    }
}
