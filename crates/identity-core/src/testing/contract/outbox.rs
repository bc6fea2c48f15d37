//! Mail that waits.

use super::Stage;
use crate::error::Error;
use crate::id::{MembershipId, UserId};
use crate::outbox::{Notice, OutboxEntry};
use crate::testing::fixture::at;

fn notices() -> [Notice; 7] {
    let (membership, user) = (MembershipId::new(1), UserId::new(2));
    [
        Notice::Invitation { membership, sealed_code: vec![0, 1, 255, 39] },
        Notice::Added { membership },
        Notice::Removed { membership },
        Notice::PasswordChanged { user },
        Notice::PasswordReset { user, sealed_code: vec![39, 255, 1, 0] },
        Notice::PasswordVoided { user },
        Notice::PinSet { membership },
    ]
}

fn push(stage: &Stage, notice: Notice, secs: i64) {
    stage.change(move |tx| Ok(tx.outbox().push(&notice, at(secs))?));
}

fn due(stage: &Stage, secs: i64, limit: u32) -> Vec<OutboxEntry> {
    stage.look(move |tx| Ok(tx.outbox().due(at(secs), limit)?))
}

fn told(entries: &[OutboxEntry]) -> Vec<(Notice, u32)> {
    entries.iter().map(|entry| (entry.notice.clone(), entry.attempts)).collect()
}

/// Every kind of mail comes out as it went in, in the order of the queue, from the moment on at which it went in.
pub fn mail_is_due_in_the_order_it_was_queued(stage: &Stage) {
    for notice in notices() {
        push(stage, notice, 5);
    }
    assert_eq!(due(stage, 4, 9), []);
    let all = due(stage, 5, 9);
    assert_eq!(told(&all), notices().map(|notice| (notice, 0)));
    assert!(all.is_sorted_by(|a, b| a.sequence < b.sequence), "{all:?}");
    assert_eq!(due(stage, 6, 2), all.get(..2).unwrap());
    assert_eq!(due(stage, 6, 0), []);
}

/// A failed attempt is counted and the mail left alone for a while; it keeps its place.
pub fn postponed_mail_waits(stage: &Stage) {
    for notice in notices() {
        push(stage, notice, 0);
    }
    let all = due(stage, 0, 9);
    let first = all.first().unwrap().sequence;
    for attempt in 1..=3 {
        let until = at(i64::from(attempt) * 10);
        stage.change(move |tx| Ok(tx.outbox().postpone(first, until)?));
        assert_eq!(due(stage, i64::from(attempt) * 10 - 1, 9), all.get(1..).unwrap());
        let again = due(stage, i64::from(attempt) * 10, 9);
        assert_eq!(
            again.first().unwrap(),
            &OutboxEntry { attempts: attempt, ..all.first().unwrap().clone() }
        );
        assert_eq!(again.len(), all.len());
    }
}

/// Of all that want to deliver a mail one may, until the moment that it named.
pub fn a_mail_is_claimed_by_one(stage: &Stage) {
    let claim =
        |sequence, now, until| stage.change(move |tx| Ok(tx.outbox().claim(sequence, at(now), at(until))?));
    let [first, ..] = notices();
    push(stage, first, 5);
    let all = due(stage, 5, 9);
    let sequence = all.first().unwrap().sequence;
    assert!(!claim(sequence, 4, 60), "it is not due");
    assert!(claim(sequence, 5, 60));
    assert!(!claim(sequence, 6, 61), "somebody has it");
    assert_eq!(due(stage, 59, 9), []);
    assert_eq!(due(stage, 60, 9), all, "whoever had it did not come back, and that is no failed attempt");
    assert!(claim(sequence, 60, 120));
    stage.change(move |tx| Ok(tx.outbox().remove(sequence)?));
    assert!(!claim(sequence, 120, 180), "it was delivered");
}

/// Delivered mail is gone; its place is never given to another, or a repetition could not be recognised.
pub fn removed_mail_is_gone(stage: &Stage) {
    let [first, second, third, ..] = notices();
    push(stage, first, 0);
    push(stage, second.clone(), 0);
    let waiting = due(stage, 0, 9);
    let [one, two] = [waiting.first(), waiting.last()].map(|entry| entry.unwrap().sequence);
    stage.change(move |tx| Ok(tx.outbox().remove(one)?));
    assert_eq!(told(&due(stage, 0, 9)), [(second, 0)]);
    stage.change(move |tx| Ok(tx.outbox().remove(two)?));
    push(stage, third.clone(), 0);
    let left = due(stage, 0, 9);
    assert_eq!(told(&left), [(third, 0)]);
    assert!(left.iter().all(|entry| entry.sequence > two), "{left:?}");
}

/// Nobody is told of a change that was not made.
pub fn mail_rolls_back_with_its_change(stage: &Stage) {
    let answer = stage.write(|tx| {
        let [first, ..] = notices();
        tx.outbox().push(&first, at(0))?;
        Err::<(), _>(Error::NotFound)
    });
    assert_eq!(answer, Err(Error::NotFound));
    assert_eq!(due(stage, 0, 9), []);
}
