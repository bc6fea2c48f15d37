//! Answers that are kept.

use super::Stage;
use crate::error::{Error, UniqueKey};
use crate::idempotency::{IdempotencyRecord, KeptAnswer};
use crate::secret::Digest;
use crate::testing::fixture::at;

/// A record that is over after so many seconds.
fn record(key: u8, until: i64) -> IdempotencyRecord {
    let answer = KeptAnswer {
        status: 201,
        place: Some("UGR-0000-0001".into()),
        tag: Some("3x".into()),
        body: vec![0, b'{', 255, b'\''],
    };
    IdempotencyRecord { key: Digest([key; 32]), body: Digest([9; 32]), answer, expires_at: at(until) }
}

fn insert(stage: &Stage, record: IdempotencyRecord, now: i64) {
    stage.change(move |tx| Ok(tx.idempotency().insert(&record, at(now))?));
}

fn found(stage: &Stage, key: u8) -> Option<IdempotencyRecord> {
    stage.look(move |tx| Ok(tx.idempotency().find(&Digest([key; 32]))?))
}

/// What was kept is found by its key, whole, and nothing else is.
pub fn answers_are_found_by_their_key(stage: &Stage) {
    let bare = KeptAnswer { status: 204, place: None, tag: None, body: Vec::new() };
    let other = IdempotencyRecord { answer: bare, ..record(2, 10) };
    insert(stage, record(1, 10), 0);
    insert(stage, other.clone(), 0);
    assert_eq!(found(stage, 1), Some(record(1, 10)));
    assert_eq!(found(stage, 2), Some(other));
    assert_eq!(found(stage, 3), None);
}

/// Of two transactions with the same key one is refused, and what it did is not stored; an expired record gives way.
pub fn a_key_is_taken_until_it_expires(stage: &Stage) {
    insert(stage, record(1, 10), 0);
    stage.clash(UniqueKey::IdempotencyKey, |tx| {
        tx.idempotency().insert(&record(2, 99), at(0))?;
        Ok(tx.idempotency().insert(&record(1, 99), at(9))?)
    });
    assert_eq!((found(stage, 1), found(stage, 2)), (Some(record(1, 10)), None));
    insert(stage, record(1, 99), 10);
    assert_eq!(found(stage, 1), Some(record(1, 99)));
}

/// Only expired records are removed, and no more at once than asked.
pub fn expired_answers_are_removed(stage: &Stage) {
    for key in 1..=5 {
        insert(stage, record(key, i64::from(key) * 10), 0);
    }
    let remove = |now, limit| stage.change(move |tx| Ok(tx.idempotency().remove_expired(at(now), limit)?));
    assert_eq!(remove(9, 9), 0);
    assert_eq!(remove(30, 2), 2);
    assert_eq!(remove(30, 2), 1);
    assert_eq!(remove(30, 2), 0);
    assert_eq!(
        (1..=5).map(|key| found(stage, key).is_some()).collect::<Vec<_>>(),
        [false, false, false, true, true]
    );
}

/// Nothing is kept of an effect that did not take place.
pub fn answers_roll_back_with_their_effect(stage: &Stage) {
    let answer = stage.write(|tx| {
        tx.idempotency().insert(&record(1, 10), at(0))?;
        Err::<(), _>(Error::NotFound)
    });
    assert_eq!(answer, Err(Error::NotFound));
    assert_eq!(found(stage, 1), None);
}
