//! Second factors and recovery codes.

use super::Stage;
use crate::id::UserId;
use crate::second_factor::{Confirmation, SecondFactor};
use crate::secret::Digest;
use crate::testing::fixture::{Rows, at, user};

const PERSON: UserId = UserId::new(1);
const OTHER: UserId = UserId::new(2);

fn factor(owner: UserId, last_step: Option<u64>) -> SecondFactor {
    let confirmed = last_step.map(|last_step| Confirmation { at: at(9), last_step });
    SecondFactor { user: owner, sealed: vec![0, 255, 7], created_at: at(5), confirmed }
}

fn put(stage: &Stage, factor: SecondFactor) {
    stage.change(move |tx| Ok(tx.second_factors().put(&factor)?));
}

fn find(stage: &Stage, owner: UserId) -> Option<SecondFactor> {
    stage.look(move |tx| Ok(tx.second_factors().find(owner)?))
}

fn use_step(stage: &Stage, owner: UserId, step: u64) -> bool {
    stage.change(move |tx| Ok(tx.second_factors().use_step(owner, step)?))
}

fn use_code(stage: &Stage, owner: UserId, code: u8) -> bool {
    stage.change(move |tx| Ok(tx.second_factors().use_recovery_code(owner, &Digest([code; 32]))?))
}

fn people(stage: &Stage) {
    stage.put(Rows { users: vec![user(1), user(2)], ..Rows::default() });
}

/// What is stored last of a person is found again.
pub fn the_last_enrolment_counts(stage: &Stage) {
    people(stage);
    assert_eq!(find(stage, PERSON), None);
    for stored in [factor(PERSON, None), factor(PERSON, Some(77)), factor(PERSON, None)] {
        let stored = SecondFactor { sealed: vec![1; 60], ..stored };
        put(stage, stored.clone());
        assert_eq!(find(stage, PERSON), Some(stored));
    }
    assert_eq!(find(stage, OTHER), None);
    let nobody = factor(UserId::new(77), None);
    assert!(stage.write(move |tx| Ok(tx.second_factors().put(&nobody)?)).is_err());
}

/// A step is used once, and none before it after it.
pub fn steps_are_used_up_in_order(stage: &Stage) {
    people(stage);
    put(stage, factor(OTHER, Some(1)));
    assert!(!use_step(stage, PERSON, 5), "there is none");
    put(stage, factor(PERSON, None));
    assert!(!use_step(stage, PERSON, 5), "it is not confirmed");
    put(stage, factor(PERSON, Some(5)));
    assert_eq!(
        [5, 4, 7, 7, 6, 8].map(|step| use_step(stage, PERSON, step)),
        [false, false, true, false, false, true]
    );
    assert_eq!(find(stage, PERSON), Some(factor(PERSON, Some(8))));
    assert_eq!(find(stage, OTHER), Some(factor(OTHER, Some(1))));
}

/// A recovery code is used once, by its owner alone.
pub fn recovery_codes_are_used_once(stage: &Stage) {
    people(stage);
    for owner in [PERSON, OTHER] {
        put(stage, factor(owner, Some(1)));
        let codes = [Digest([1; 32]), Digest([2; 32])];
        stage.change(move |tx| Ok(tx.second_factors().add_recovery_codes(owner, &codes)?));
    }
    assert_eq!([1, 1, 3, 2, 2].map(|code| use_code(stage, PERSON, code)), [true, false, false, true, false]);
    assert_eq!([1, 2].map(|code| use_code(stage, OTHER, code)), [true, true]);
}

/// With the factor go its recovery codes, and nobody else's.
pub fn removal_takes_recovery_codes_along(stage: &Stage) {
    people(stage);
    for owner in [PERSON, OTHER] {
        put(stage, factor(owner, Some(1)));
        stage.change(move |tx| Ok(tx.second_factors().add_recovery_codes(owner, &[Digest([1; 32])])?));
    }
    for _ in 0..2 {
        stage.change(|tx| Ok(tx.second_factors().remove(PERSON)?));
        assert_eq!(find(stage, PERSON), None);
    }
    put(stage, factor(PERSON, Some(1)));
    assert!(!use_code(stage, PERSON, 1));
    assert!(use_code(stage, OTHER, 1));
}
