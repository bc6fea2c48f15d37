//! Where the suite plays: one fresh store, driven from any thread.

use std::any::Any;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use crate::auth::Epochs;
use crate::error::Error;
use crate::port::{Reading, Store, Transaction};
use crate::testing::fixture::Rows;

/// An empty store, the epochs it forgets through, and whatever must live as long as it does.
#[expect(missing_debug_implementations, reason = "holds a store of any kind")]
pub struct Fixture {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The epochs that the store was made with.
    pub epochs: Arc<Epochs>,
    /// Dropped after the store, such as a temporary folder.
    pub guard: Box<dyn Any>,
}

/// Drives a future to its end on the calling thread; called from several threads at once.
pub type Runner = for<'a> fn(Pin<Box<dyn Future<Output = ()> + Send + 'a>>);

/// A fresh store and the way to drive it.
#[expect(missing_debug_implementations, reason = "holds a store of any kind")]
pub struct Stage {
    store: Arc<dyn Store>,
    epochs: Arc<Epochs>,
    run: Runner,
}

impl Stage {
    /// Runs one check against a fresh store.
    pub fn with(fixture: Fixture, run: Runner, check: fn(&Self)) {
        let Fixture { store, epochs, guard } = fixture;
        let stage = Self { store, epochs, run };
        check(&stage);
        drop(stage);
        drop(guard);
    }

    /// The runner for stores whose futures need no runtime.
    pub fn run_here(future: Pin<Box<dyn Future<Output = ()> + Send + '_>>) {
        block_on(future);
    }

    /// The store.
    pub fn store(&self) -> &(dyn Store + 'static) {
        &*self.store
    }

    /// The epochs that the store forgets through.
    pub fn epochs(&self) -> &Epochs {
        &self.epochs
    }

    /// Drives a future to its end.
    pub fn drive<T: Send>(&self, future: impl Future<Output = T> + Send) -> T {
        let mut result = None;
        (self.run)(Box::pin(async { result = Some(future.await) }));
        result.unwrap()
    }

    /// Runs a write.
    ///
    /// # Errors
    /// As [`Store::run_write`].
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Transaction) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.drive(self.store.write(work))
    }

    /// Runs a read of that kind.
    ///
    /// # Errors
    /// As [`Store::run_read`].
    pub fn read<T: Send + 'static>(
        &self,
        reading: Reading,
        work: impl FnMut(&mut dyn Transaction) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.drive(self.store.read(reading, work))
    }

    /// Runs a write that must succeed.
    pub fn change<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Transaction) -> Result<T, Error> + Send + 'static,
    ) -> T {
        self.write(work).unwrap()
    }

    /// Runs a read over one state that must succeed.
    pub fn look<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Transaction) -> Result<T, Error> + Send + 'static,
    ) -> T {
        self.read(Reading::Snapshot, work).unwrap()
    }

    /// Stores rows that must be new.
    pub fn put(&self, rows: Rows) {
        self.change(move |tx| rows.insert(tx));
    }
}

/// Wakes a parked thread.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Drives a future to its end on this thread, without a runtime.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(result) => return result,
            Poll::Pending => std::thread::park(),
        }
    }
}
