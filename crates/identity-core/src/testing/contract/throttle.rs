//! Counters of failures.

use super::Stage;
use crate::secret::Digest;
use crate::testing::fixture::{at, digest};
use crate::throttle::Counter;

fn put(stage: &Stage, key: Digest, failures: u32, expires: i64) {
    let counter = Counter { failures, since: at(1), free_at: at(2) };
    stage.change(move |tx| Ok(tx.throttles().put(&key, &counter, at(expires))?));
}

fn failures(stage: &Stage, key: Digest) -> Option<u32> {
    stage.look(move |tx| Ok(tx.throttles().find(&key)?.map(|counter| counter.failures)))
}

/// The last count of a key is found until it is removed.
pub fn counters_are_replaced_and_removed(stage: &Stage) {
    assert_eq!(failures(stage, digest(1)), None);
    put(stage, digest(1), 1, 10);
    put(stage, digest(2), 7, 10);
    put(stage, digest(1), u32::MAX, 10);
    let found = stage.look(|tx| Ok(tx.throttles().find(&digest(1))?));
    assert_eq!(found, Some(Counter { failures: u32::MAX, since: at(1), free_at: at(2) }));
    for _ in 0..2 {
        stage.change(|tx| Ok(tx.throttles().remove(&digest(1))?));
        assert_eq!((failures(stage, digest(1)), failures(stage, digest(2))), (None, Some(7)));
    }
}

/// Counters go when they expire, as many at once as asked for.
pub fn expired_counters_are_removed(stage: &Stage) {
    for n in 1..=3 {
        put(stage, digest(n), 1, 10);
    }
    put(stage, digest(4), 1, 11);
    let remove = |now, limit| stage.change(move |tx| Ok(tx.throttles().remove_expired(at(now), limit)?));
    assert_eq!((remove(9, 9), remove(10, 2), remove(10, 9)), (0, 2, 1));
    assert_eq!(failures(stage, digest(4)), Some(1));
}
