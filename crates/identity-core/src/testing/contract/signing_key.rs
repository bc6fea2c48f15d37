//! Signing keys.

use super::Stage;
use crate::error::UniqueKey;
use crate::port::PublicKey;
use crate::signing_key::{KeyState, SigningKey};
use crate::testing::fixture::at;

fn key(n: u8, state: KeyState) -> SigningKey {
    SigningKey { id: format!("key-{n}_Z"), public: PublicKey([n; 32]), state, created_at: at(i64::from(n)) }
}

fn active(n: u8) -> SigningKey {
    key(n, KeyState::Active { sealed: vec![0, n, 255] })
}

fn retiring(n: u8, until: i64) -> SigningKey {
    key(n, KeyState::Retiring { until: at(until) })
}

fn insert(stage: &Stage, key: SigningKey) {
    stage.change(move |tx| Ok(tx.signing_keys().insert(&key)?));
}

fn all(stage: &Stage) -> Vec<SigningKey> {
    stage.look(|tx| Ok(tx.signing_keys().all()?))
}

/// Whatever is stored is found again, the newest first.
pub fn keys_survive_newest_first(stage: &Stage) {
    let keys = [retiring(2, 50), active(3), retiring(1, 40)];
    keys.clone().into_iter().for_each(|key| insert(stage, key));
    let [second, third, first] = keys;
    assert_eq!(all(stage), [third, second, first]);
}

/// There is one active key, whoever else wanted to make one.
pub fn one_key_is_active(stage: &Stage) {
    insert(stage, active(1));
    stage.clash(UniqueKey::SigningKey, |tx| Ok(tx.signing_keys().insert(&active(2))?));
    stage.clash(UniqueKey::SigningKey, |tx| Ok(tx.signing_keys().insert(&retiring(1, 9))?));
    insert(stage, retiring(3, 9));
    assert_eq!(all(stage), [retiring(3, 9), active(1)]);
}

/// A key that retires leaves its private half behind and its place to another.
pub fn a_retired_key_leaves_its_place(stage: &Stage) {
    insert(stage, active(1));
    stage.change(|tx| {
        tx.signing_keys().update(&retiring(1, 9))?;
        Ok(tx.signing_keys().insert(&active(2))?)
    });
    assert_eq!(all(stage), [active(2), retiring(1, 9)]);
    assert!(stage.write(|tx| Ok(tx.signing_keys().update(&retiring(7, 9))?)).is_err());
}

/// Only keys that verify no more are removed.
pub fn expired_keys_are_removed(stage: &Stage) {
    for key in [active(1), retiring(2, 10), retiring(3, 20)] {
        insert(stage, key);
    }
    let remove = |now| stage.change(move |tx| Ok(tx.signing_keys().remove_expired(at(now))?));
    assert_eq!(remove(9), 0);
    assert_eq!(remove(10), 1);
    assert_eq!(all(stage), [retiring(3, 20), active(1)]);
    assert_eq!(remove(1_000_000), 1);
    assert_eq!(all(stage), [active(1)]);
}
