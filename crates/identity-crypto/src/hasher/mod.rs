//! Password hashing on threads of its own, so that sign-ins never starve token checks.

mod argon;
mod parameters;
mod pool;

use std::num::NonZeroUsize;
use std::sync::Arc;

use argon2::{Block, Params};
use async_trait::async_trait;
use identity_core::port::{Entropy, HashError, PasswordHasher};
use identity_core::secret::Secret;
use identity_core::user::PasswordHash;
use tokio::sync::oneshot;

use self::pool::Pool;
use crate::entropy;

pub use self::parameters::{HasherError, HashingParameters};

/// How many passwords are hashed at once and how many may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashingLimits {
    /// Threads, at least one; each keeps the work memory of one hash from its first hash on.
    pub threads: usize,
    /// Requests that may wait while all threads are busy; zero refuses at once.
    pub waiting: usize,
}

/// Argon2id on a bounded number of threads, named `hasher-N`.
///
/// A request that finds every thread busy and the queue full is refused before anything is hashed. A future that is
/// dropped takes its place in the queue with it: the work is not begun, or its answer is thrown away. Dropping the
/// hasher fails what waits, and returns when the hashes that run have ended.
pub struct ArgonHasher {
    pool: Pool,
    params: Params,
    entropy: Arc<dyn Entropy>,
}

impl ArgonHasher {
    /// Starts the threads. Salts come from `entropy`.
    ///
    /// # Errors
    /// Parameters below the floor or above the ceiling, no thread, or one that the operating system refuses.
    pub fn start(
        parameters: HashingParameters,
        limits: HashingLimits,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, HasherError> {
        let params = parameters.check()?;
        let threads = NonZeroUsize::new(limits.threads).ok_or(HasherError::NoThread)?;
        let pool = Pool::start(threads, limits.waiting)?;
        Ok(Self { pool, params, entropy })
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Params, &mut Vec<Block>) -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, HashError> {
        let (answer, answered) = oneshot::channel();
        let params = self.params.clone();
        let work = Box::new(move |memory: &mut Vec<Block>| {
            // Nobody waits any longer: a client that hung up costs no hash.
            if !answer.is_closed() {
                // A receiver that goes away while the hash runs only means that nobody hears the answer.
                let _ = answer.send(work(&params, memory));
            }
        });
        self.pool.submit(work).map_err(|full| HashError::Busy { retry_after_ms: full.retry_after_ms })?;
        answered.await.unwrap_or_else(|_| Err(HashError::Failed("the hashing thread gave no answer".into())))
    }
}

#[async_trait]
impl PasswordHasher for ArgonHasher {
    async fn hash(&self, password: Secret) -> Result<PasswordHash, HashError> {
        let salt = entropy::bytes(&*self.entropy);
        self.run(move |params, memory| argon::hash(&password, salt, params, memory)).await
    }

    async fn verify(&self, password: Secret, hash: Option<PasswordHash>) -> Result<bool, HashError> {
        self.run(move |params, memory| match hash {
            Some(stored) => argon::verify(&password, &stored, params, memory),
            None => argon::verify_in_vain(&password, params, memory),
        })
        .await
    }

    fn is_outdated(&self, hash: &PasswordHash) -> bool {
        argon::is_weaker(hash, &self.params)
    }
}

#[cfg(test)]
mod tests;
