//! Counters in memory.

use super::unit::Unit;
use crate::error::StoreError;
use crate::secret::Digest;
use crate::throttle::{Counter, ThrottleRepository};
use crate::timestamp::Timestamp;

impl ThrottleRepository for Unit {
    fn find(&mut self, key: &Digest) -> Result<Option<Counter>, StoreError> {
        self.look(|state| state.counters.get(&key.0).map(|(counter, _)| *counter))
    }

    fn put(&mut self, key: &Digest, counter: &Counter, expires_at: Timestamp) -> Result<(), StoreError> {
        self.change(|state| {
            state.counters.insert(key.0, (*counter, expires_at));
            Ok(())
        })
    }

    fn remove(&mut self, key: &Digest) -> Result<(), StoreError> {
        self.change(|state| {
            state.counters.remove(&key.0);
            Ok(())
        })
    }

    fn remove_expired(&mut self, now: Timestamp, limit: u32) -> Result<usize, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        self.change(|state| {
            let expired = state.counters.iter().filter(|(_, (_, expires_at))| *expires_at <= now);
            let keys: Vec<_> = expired.take(limit).map(|(key, _)| *key).collect();
            for key in &keys {
                state.counters.remove(key);
            }
            Ok(keys.len())
        })
    }
}
