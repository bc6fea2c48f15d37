//! A store that needs a runtime, for threads that have none.

use std::any::Any;
use std::sync::Arc;

use async_trait::async_trait;
use identity_core::error::Error;
use identity_core::port::{Job, Reading, Store};
use tokio::runtime::Runtime;

/// Runs every closure from a runtime of its own.
pub struct Driven<S> {
    store: Arc<S>,
    runtime: Runtime,
}

impl<S> Driven<S> {
    /// Brings the runtime.
    pub fn new(store: S) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build();
        Self { store: Arc::new(store), runtime: runtime.unwrap() }
    }
}

#[async_trait]
impl<S: Store + 'static> Store for Driven<S> {
    async fn run_read(&self, reading: Reading, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        let store = Arc::clone(&self.store);
        self.runtime.spawn(async move { store.run_read(reading, job).await }).await.unwrap()
    }

    async fn run_write(&self, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        let store = Arc::clone(&self.store);
        self.runtime.spawn(async move { store.run_write(job).await }).await.unwrap()
    }
}
