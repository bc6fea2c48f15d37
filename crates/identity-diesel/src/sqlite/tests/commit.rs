//! Failing commits: nobody is answered as done, and the store lives on.

use identity_core::auth::Forget;
use identity_core::error::StoreError;
use identity_core::port::Transaction as _;

use super::*;

/// Breaks a foreign key in a way that shows only when the transaction is committed.
const LATE: &str = "PRAGMA defer_foreign_keys = ON; INSERT INTO membership_groups VALUES (1, 1)";

#[test]
fn a_failing_commit_answers_nobody_as_done() {
    let bench = Bench::new(one_batch());
    let (held, release) = bench.hold();
    let good = bench.queue(|unit| {
        unit.forget(Forget::Everything)?;
        Ok(unit.set_meta("good", "1")?)
    });
    let bad = bench.queue(|unit| sql(unit, LATE));
    let generation = bench.epochs.generation();
    drop(release);
    for waiting in [held, good, bad] {
        let answer = block_on(waiting).map(|_| ());
        assert!(matches!(answer, Err(Error::Store(StoreError::Unavailable(_)))), "{answer:?}");
    }
    assert_eq!(bench.store.meta("good"), Ok(None));
    assert_eq!(bench.epochs.generation(), generation);
    assert_eq!(bench.store.commits(), 0);
    bench.write(|unit| Ok(unit.set_meta("good", "2")?)).unwrap();
    assert_eq!(bench.store.meta("good"), Ok(Some("2".into())));
}

#[test]
fn a_transaction_that_ends_under_a_closure_fails_the_batch() {
    let bench = Bench::new(one_batch());
    let (held, release) = bench.hold();
    let good = bench.queue(|unit| Ok(unit.set_meta("good", "1")?));
    let bad = bench.queue(|unit| {
        sql(unit, "ROLLBACK")?;
        Err::<(), _>(Error::NotFound)
    });
    drop(release);
    for waiting in [held, good, bad] {
        let answer = block_on(waiting).map(|_| ());
        assert!(matches!(answer, Err(Error::Store(StoreError::Unavailable(_)))), "{answer:?}");
    }
    assert_eq!(bench.store.meta("good"), Ok(None));
    bench.write(|unit| Ok(unit.set_meta("good", "2")?)).unwrap();
}

#[test]
fn what_waits_is_refused_while_no_connection_can_commit() {
    let bench = Bench::new(SqliteOptions::default());
    bench.write(|unit| sql(unit, "DROP TABLE meta")).unwrap();
    let broken = bench.write(|unit| sql(unit, LATE));
    assert!(matches!(broken, Err(Error::Store(StoreError::Unavailable(_)))), "{broken:?}");
    // The connection that replaces the broken one cannot prove that it can commit, so the write is not begun.
    let refused = bench.write(|_| Ok(()));
    assert!(matches!(refused, Err(Error::Store(StoreError::Unavailable(_)))), "{refused:?}");
}

#[test]
fn whoever_stops_waiting_does_not_stop_the_write() {
    let bench = Bench::new(SqliteOptions::default());
    let (held, release) = bench.hold();
    let generation = bench.epochs.generation();
    let abandoned = bench.queue(|unit| {
        unit.forget(Forget::Everything)?;
        Ok(unit.set_meta("abandoned", "1")?)
    });
    drop(abandoned);
    drop(release);
    block_on(held).unwrap();
    bench.write(|_| Ok(())).unwrap();
    assert_eq!(bench.store.meta("abandoned"), Ok(Some("1".into())));
    assert_eq!(bench.epochs.generation(), generation + 1);
}
