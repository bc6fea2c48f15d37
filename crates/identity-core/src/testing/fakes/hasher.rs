//! Password hashing without the work.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use async_trait::async_trait;

use crate::port::{HashError, PasswordHasher};
use crate::secret::Secret;
use crate::user::PasswordHash;

/// "Hashes" to `fake$` and the password backwards, and counts what it was asked.
#[derive(Debug, Default)]
pub struct FakeHasher {
    hashes: AtomicUsize,
    verifications: AtomicUsize,
    compared: AtomicUsize,
    is_full: AtomicBool,
}

impl FakeHasher {
    /// What a password is hashed to.
    pub fn hash_of(password: &str) -> PasswordHash {
        PasswordHash(format!("fake${}", password.chars().rev().collect::<String>()))
    }

    /// What it was hashed to with less work: verified as well as any other, and outdated.
    pub fn old_hash_of(password: &str) -> PasswordHash {
        PasswordHash(format!("old-{}", Self::hash_of(password).0))
    }

    /// Refuses the next verification, as a full queue does.
    pub fn refuse_next(&self) {
        self.is_full.store(true, Ordering::SeqCst);
    }

    /// How often a password was compared with a hash of somebody's.
    pub fn compared(&self) -> usize {
        self.compared.load(Ordering::SeqCst)
    }

    /// How often a password was hashed.
    pub fn hashes(&self) -> usize {
        self.hashes.load(Ordering::SeqCst)
    }

    /// How often a password was verified, those without a hash included.
    pub fn verifications(&self) -> usize {
        self.verifications.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl PasswordHasher for FakeHasher {
    async fn hash(&self, password: Secret) -> Result<PasswordHash, HashError> {
        self.hashes.fetch_add(1, Ordering::SeqCst);
        Ok(Self::hash_of(password.expose()))
    }

    async fn verify(&self, password: Secret, hash: Option<PasswordHash>) -> Result<bool, HashError> {
        if self.is_full.swap(false, Ordering::SeqCst) {
            return Err(HashError::Busy { retry_after_ms: 100 });
        }
        self.verifications.fetch_add(1, Ordering::SeqCst);
        self.compared.fetch_add(usize::from(hash.is_some()), Ordering::SeqCst);
        let password = password.expose();
        Ok(hash.is_some_and(|hash| hash == Self::hash_of(password) || hash == Self::old_hash_of(password)))
    }

    fn is_outdated(&self, hash: &PasswordHash) -> bool {
        hash.0.starts_with("old-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::contract::block_on;

    #[test]
    fn only_the_right_password_is_right_and_all_work_counts() {
        let hasher = FakeHasher::default();
        let secret = |text: &str| Secret::new(text.into());
        let hash = block_on(hasher.hash(secret("correct horse"))).unwrap();
        let verify = |text, hash| block_on(hasher.verify(secret(text), hash)).unwrap();
        assert!(verify("correct horse", Some(hash.clone())));
        assert!(!verify("correct horses", Some(hash)));
        assert!(!verify("correct horse", None));
        assert_eq!((hasher.hashes(), hasher.verifications()), (1, 3));
        let old = FakeHasher::old_hash_of("correct horse");
        assert!(verify("correct horse", Some(old.clone())) && !verify("correct horses", Some(old.clone())));
        assert!(hasher.is_outdated(&old) && !hasher.is_outdated(&FakeHasher::hash_of("correct horse")));
    }
}
