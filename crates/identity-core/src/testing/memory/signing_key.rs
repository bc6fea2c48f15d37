//! Signing keys in memory.

use super::state::{stored, unique};
use super::unit::Unit;
use crate::error::{StoreError, UniqueKey};
use crate::signing_key::{SigningKey, SigningKeyRepository};
use crate::timestamp::Timestamp;

impl SigningKeyRepository for Unit {
    fn all(&mut self) -> Result<Vec<SigningKey>, StoreError> {
        self.look(|state| {
            let mut keys: Vec<_> = state.keys.values().cloned().collect();
            keys.sort_by(|a, b| (b.created_at, &b.id).cmp(&(a.created_at, &a.id)));
            keys
        })
    }

    fn insert(&mut self, key: &SigningKey) -> Result<(), StoreError> {
        self.change(|state| {
            let is_active = |key: &SigningKey| key.until().is_none();
            unique(state.keys.contains_key(&key.id), UniqueKey::SigningKey)?;
            unique(is_active(key) && state.keys.values().any(is_active), UniqueKey::SigningKey)?;
            state.keys.insert(key.id.clone(), key.clone());
            Ok(())
        })
    }

    fn update(&mut self, key: &SigningKey) -> Result<(), StoreError> {
        self.change(|state| {
            stored(&mut state.keys, &key.id, "signing_keys")?.state = key.state.clone();
            Ok(())
        })
    }

    fn remove_expired(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        self.change(|state| {
            let before = state.keys.len();
            state.keys.retain(|_, key| key.until().is_none_or(|until| now < until));
            Ok(before - state.keys.len())
        })
    }
}
