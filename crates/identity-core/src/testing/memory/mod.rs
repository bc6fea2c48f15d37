//! The store in memory: the reference that the others are compared with, and what use cases are tested on.

mod account;
mod api_token;
mod audit;
mod buyer;
mod device;
mod group;
mod icon;
mod idempotency;
mod membership;
mod module;
mod outbox;
mod page;
mod pin;
mod profile;
mod replay;
mod reset;
mod second_factor;
mod session;
mod signing_key;
mod state;
mod throttle;
mod unit;
mod user;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::auth::Epochs;
use crate::error::{Error, StoreError};
use crate::port::{Job, Reading, Store};
use state::State;
use unit::{Access, Unit};

/// How the next commit goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommitFault {
    /// Nothing is committed, and the writer is told so by this error. With [`StoreError::OutcomeUnknown`] this is
    /// the unknown commit that did not happen.
    Refused(StoreError),
    /// The commit happens, and its answer is lost: [`StoreError::OutcomeUnknown`].
    Unanswered,
}

/// A store in memory. Writes run one after the other on a copy; reads run on what was committed last.
#[derive(Debug, Default)]
pub struct MemoryStore {
    committed: Mutex<Arc<State>>,
    writing: Mutex<()>,
    fault: Mutex<Option<CommitFault>>,
    epochs: Arc<Epochs>,
}

/// What a lock protects here is replaced as a whole, so a panic elsewhere cannot have left it half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl MemoryStore {
    /// An empty store that forgets through the given epochs.
    pub fn new(epochs: Arc<Epochs>) -> Self {
        Self { epochs, ..Self::default() }
    }

    /// The epochs through which the store forgets.
    pub fn epochs(&self) -> &Arc<Epochs> {
        &self.epochs
    }

    /// Makes the next commit go wrong, once. A write that fails by itself does not use the fault up.
    pub fn fail_next_commit(&self, fault: CommitFault) {
        *lock(&self.fault) = Some(fault);
    }

    fn unit(&self, access: Access) -> Unit {
        Unit::new(Arc::clone(&lock(&self.committed)), access)
    }

    fn write_now(&self, job: &mut Job) -> Result<Box<dyn Any + Send>, Error> {
        let _alone = lock(&self.writing);
        let mut unit = self.unit(Access::Write);
        let answer = run(job, &mut unit)?;
        let (state, forgotten) = unit.finish()?;
        let fault = lock(&self.fault).take();
        if let Some(CommitFault::Refused(error)) = fault {
            return Err(error.into());
        }
        *lock(&self.committed) = state;
        for what in forgotten {
            self.epochs.forget(what);
        }
        match fault {
            None => Ok(answer),
            Some(_) => Err(StoreError::OutcomeUnknown("the answer was lost on request".into()).into()),
        }
    }
}

/// A panicking closure is an error of that closure alone.
fn run(job: &mut Job, unit: &mut Unit) -> Result<Box<dyn Any + Send>, Error> {
    catch_unwind(AssertUnwindSafe(|| job(unit)))
        .unwrap_or_else(|_| Err(Error::Internal("a closure panicked inside the store".into())))
}

#[async_trait]
impl Store for MemoryStore {
    async fn run_read(&self, _reading: Reading, mut job: Job) -> Result<Box<dyn Any + Send>, Error> {
        let mut unit = self.unit(Access::Read);
        run(&mut job, &mut unit)
    }

    async fn run_write(&self, mut job: Job) -> Result<Box<dyn Any + Send>, Error> {
        self.write_now(&mut job)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::Forget;
    use crate::testing::contract::block_on;

    fn forgets(store: &(dyn Store + 'static)) -> Result<(), Error> {
        block_on(store.write(|tx| Ok(tx.forget(Forget::Everything)?)))
    }

    #[test]
    fn a_refused_commit_leaves_nothing_and_is_refused_once() {
        let store = MemoryStore::default();
        let refusal = StoreError::Unavailable("disk full".into());
        store.fail_next_commit(CommitFault::Refused(refusal.clone()));
        let before = store.epochs().generation();
        assert_eq!(forgets(&store), Err(refusal.into()));
        assert_eq!(store.epochs().generation(), before);
        assert_eq!(forgets(&store), Ok(()));
        assert_eq!(store.epochs().generation(), before + 1);
    }

    #[test]
    fn an_unanswered_commit_happened() {
        let store = MemoryStore::default();
        store.fail_next_commit(CommitFault::Unanswered);
        let before = store.epochs().generation();
        let answer = forgets(&store);
        assert!(matches!(answer, Err(Error::Store(StoreError::OutcomeUnknown(_)))), "{answer:?}");
        assert_eq!(store.epochs().generation(), before + 1);
    }
}
