//! Kept answers in memory.

use super::state::unique;
use super::unit::Unit;
use crate::error::{StoreError, UniqueKey};
use crate::idempotency::{IdempotencyRecord, IdempotencyRepository};
use crate::secret::Digest;
use crate::timestamp::Timestamp;

impl IdempotencyRepository for Unit {
    fn find(&mut self, key: &Digest) -> Result<Option<IdempotencyRecord>, StoreError> {
        self.look(|state| state.answers.get(&key.0).cloned())
    }

    fn insert(&mut self, record: &IdempotencyRecord, now: Timestamp) -> Result<(), StoreError> {
        self.change(|state| {
            let old = state.answers.get(&record.key.0);
            unique(old.is_some_and(|old| now < old.expires_at), UniqueKey::IdempotencyKey)?;
            state.answers.insert(record.key.0, record.clone());
            Ok(())
        })
    }

    fn remove_expired(&mut self, now: Timestamp, limit: u32) -> Result<usize, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        self.change(|state| {
            let expired = state.answers.iter().filter(|(_, record)| record.expires_at <= now);
            let keys: Vec<_> = expired.take(limit).map(|(key, _)| *key).collect();
            for key in &keys {
                state.answers.remove(key);
            }
            Ok(keys.len())
        })
    }
}
