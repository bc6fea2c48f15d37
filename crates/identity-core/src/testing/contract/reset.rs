//! Resets of passwords.

use super::Stage;
use crate::id::UserId;
use crate::reset::Reset;
use crate::testing::fixture::{Rows, at, digest, parsed, user};
use crate::value::EmailAddress;

fn email(text: &str) -> EmailAddress {
    parsed(text)
}

fn reset(n: u64, expires: i64) -> Reset {
    let (hour_began_at, mails) = (at(3), 2);
    Reset { user: UserId::new(n), code: Some(digest(n)), expires_at: at(expires), hour_began_at, mails }
}

fn people(stage: &Stage) {
    stage.put(Rows { users: vec![user(1), user(2), user(3)], ..Rows::default() });
}

/// Requests wait in their order, one per e-mail, until they are answered.
pub fn requests_wait_once_per_email(stage: &Stage) {
    let asked = |limit| {
        let found = stage.look(move |tx| Ok(tx.resets().asked(limit)?));
        found.into_iter().map(|email| email.to_string()).collect::<Vec<_>>()
    };
    for (text, secs) in [("b@example.com", 1), ("a@example.com", 2), ("b@example.com", 3)] {
        stage.change(move |tx| Ok(tx.resets().ask(&email(text), at(secs))?));
    }
    assert_eq!(asked(9), ["b@example.com", "a@example.com"]);
    assert_eq!(asked(1), ["b@example.com"]);
    for is_first in [true, false] {
        assert_eq!(stage.change(|tx| Ok(tx.resets().answer(&email("b@example.com"))?)), is_first);
        assert_eq!(asked(9), ["a@example.com"]);
    }
}

/// A person has one reset, which is found by its code as well, until the code is gone.
pub fn a_person_has_one_reset(stage: &Stage) {
    people(stage);
    let find = |n| stage.look(move |tx| Ok(tx.resets().find(UserId::new(n))?));
    let by_code = |n| stage.look(move |tx| Ok(tx.resets().find_by_code(&digest(n))?.map(|found| found.user)));
    for stored in [reset(1, 10), reset(2, 10), Reset { code: Some(digest(7)), mails: 3, ..reset(1, 11) }] {
        stage.change(move |tx| Ok(tx.resets().put(&stored)?));
        assert_eq!(stage.look(move |tx| Ok(tx.resets().find(stored.user)?)), Some(stored));
    }
    assert_eq!((by_code(1), by_code(7), by_code(2)), (None, Some(UserId::new(1)), Some(UserId::new(2))));
    let used = Reset { code: None, ..reset(2, 10) };
    stage.change(move |tx| Ok(tx.resets().put(&used)?));
    assert_eq!((find(2), by_code(2), find(3)), (Some(used), None, None));
}

/// What is over goes, as many at once as asked for.
pub fn resets_that_are_over_are_removed(stage: &Stage) {
    people(stage);
    for n in 1..=3 {
        let stored = reset(n, if n == 3 { 11 } else { 10 });
        stage.change(move |tx| Ok(tx.resets().put(&stored)?));
    }
    let remove = |before, limit| stage.change(move |tx| Ok(tx.resets().remove_over(at(before), limit)?));
    assert_eq!((remove(9, 9), remove(10, 1), remove(10, 9)), (0, 1, 1));
    assert!(stage.look(|tx| Ok(tx.resets().find(UserId::new(3))?)).is_some());
}
