//! A service over one store, whose draws can be repeated.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use crate::actor::{Credential, Principal};
use crate::auth::{Epochs, refresh};
use crate::error::Error;
use crate::port::{Job, Reading, Store};
use crate::service::Identity;
use crate::testing::World;
use crate::testing::contract::block_on;
use crate::testing::fakes::{MemoryMailer, SeededEntropy};

/// A bootstrapped service.
pub(super) struct Site {
    pub world: World<dyn Store>,
    entropy: Arc<SeededEntropy>,
}

impl Site {
    /// Bootstraps over an empty store.
    pub(super) fn new(store: Arc<dyn Store>, epochs: Arc<Epochs>) -> Self {
        let entropy = Arc::new(SeededEntropy::new(7));
        let store = Arc::new(Replayed { store, entropy: entropy.clone(), is_retried: false });
        Self { world: World::over(store, epochs, &entropy), entropy }
    }

    /// The same over its store or a copy of it, after a restart.
    pub(super) fn again(&self, store: Arc<dyn Store>, epochs: Arc<Epochs>, is_retried: bool) -> Self {
        let entropy = Arc::new(SeededEntropy::new(self.entropy.state()));
        let store = Arc::new(Replayed { store, entropy: entropy.clone(), is_retried });
        Self { world: self.world.again(store, epochs, &entropy), entropy }
    }

    pub(super) fn identity(&self) -> &Identity {
        &self.world.identity
    }

    pub(super) fn mailer(&self) -> &MemoryMailer {
        &self.world.mailer
    }

    /// Begins a step: time has passed, and draws start from the seed.
    pub(super) fn begin(&self, passed: Duration, seed: u64) {
        self.world.clock.advance(passed);
        self.entropy.resume(seed);
    }

    /// The actor with the rights of this moment, as authentication finds them.
    pub(super) fn verified(&self, who: &Principal) -> Result<Arc<Principal>, Error> {
        if who.credential == Credential::System {
            return Ok(Arc::new(who.clone()));
        }
        let (who, tools, now) = (who.clone(), self.identity().tools().clone(), self.identity().now());
        let look =
            self.world.store.read(Reading::Snapshot, move |tx| refresh(tx, &tools.catalogue, &who, now));
        block_on(look).map(Arc::new)
    }
}

/// A store whose closures draw the same each time they run, which a database may let them do more than once.
struct Replayed {
    store: Arc<dyn Store>,
    entropy: Arc<SeededEntropy>,
    is_retried: bool,
}

#[async_trait]
impl Store for Replayed {
    async fn run_read(&self, reading: Reading, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        self.store.run_read(reading, job).await
    }

    async fn run_write(&self, mut job: Job) -> Result<Box<dyn Any + Send>, Error> {
        let (entropy, start) = (Arc::clone(&self.entropy), self.entropy.state());
        let mut replay: Job = Box::new(move |tx| {
            entropy.resume(start);
            job(tx)
        });
        if self.is_retried {
            replay = for_nothing(&*self.store, replay).await;
        }
        self.store.run_write(replay).await
    }
}

/// Runs a closure whose transaction comes to nothing, and gives it back.
async fn for_nothing(store: &(dyn Store + 'static), job: Job) -> Job {
    let job = Arc::new(Mutex::new(job));
    let first = Arc::clone(&job);
    let undone = Box::new(move |tx: &mut dyn crate::port::Transaction| {
        drop(first.lock().unwrap_or_else(PoisonError::into_inner)(tx));
        Err(Error::Internal("to be undone".into()))
    });
    assert!(store.run_write(undone).await.is_err());
    Box::new(move |tx| job.lock().unwrap_or_else(PoisonError::into_inner)(tx))
}
