//! Group commit, and the bounded queue before it.

use identity_core::error::StoreError;

use super::*;
use crate::error::RETRY_AFTER_MS;

#[test]
fn writes_that_wait_together_share_a_commit() {
    let bench = Bench::new(one_batch());
    let (held, release) = bench.hold();
    let waiting: Vec<_> =
        (0..50).map(|n| bench.queue(move |unit| Ok(unit.set_meta(&n.to_string(), "1")?))).collect();
    drop(release);
    block_on(held).unwrap();
    for waiting in waiting {
        block_on(waiting).unwrap();
    }
    assert_eq!(bench.store.commits(), 1);
    assert_eq!(bench.store.meta("49"), Ok(Some("1".into())));
}

#[test]
fn a_batch_has_a_limit() {
    let bench = Bench::new(SqliteOptions { batch_jobs_max: 10, ..one_batch() });
    let (held, release) = bench.hold();
    let waiting: Vec<_> = (0..19).map(|_| bench.queue(|unit| Ok(unit.set_meta("n", "1")?))).collect();
    drop(release);
    block_on(held).unwrap();
    for waiting in waiting {
        block_on(waiting).unwrap();
    }
    assert_eq!(bench.store.commits(), 2);
}

#[test]
fn whoever_fails_or_panics_hurts_nobody_else() {
    let bench = Bench::new(one_batch());
    let (held, release) = bench.hold();
    let first = bench.queue(|unit| Ok(unit.set_meta("first", "1")?));
    let refused = bench.queue(|unit| {
        unit.set_meta("refused", "1")?;
        Err::<(), _>(Error::Forbidden)
    });
    let panicking = bench.queue::<()>(|unit| {
        unit.set_meta("panicking", "1")?;
        panic!("on purpose")
    });
    let poisoned = bench.queue(|unit| {
        unit.set_meta("poisoned", "1")?;
        sql(unit, "no statement at all").unwrap_err();
        Ok(())
    });
    let last = bench.queue(|unit| Ok(unit.set_meta("last", "1")?));
    drop(release);
    block_on(held).unwrap();
    assert!(block_on(first).is_ok());
    assert_eq!(block_on(refused).map(|_| ()), Err(Error::Forbidden));
    assert!(matches!(block_on(panicking).map(|_| ()), Err(Error::Internal(_))));
    assert_eq!(block_on(poisoned).map(|_| ()), Err(StoreError::Poisoned.into()));
    assert!(block_on(last).is_ok());
    assert_eq!(bench.store.commits(), 1);
    for (key, is_kept) in
        [("first", true), ("refused", false), ("panicking", false), ("poisoned", false), ("last", true)]
    {
        assert_eq!(bench.store.meta(key).unwrap().is_some(), is_kept, "{key}");
    }
}

#[test]
fn a_first_write_that_fails_leaves_nothing_to_those_behind_it() {
    let bench = Bench::new(SqliteOptions::default());
    let failed = bench.write(|unit| {
        unit.set_meta("failed", "1")?;
        Err::<(), _>(Error::Forbidden)
    });
    assert_eq!(failed, Err(Error::Forbidden));
    bench.write(|unit| Ok(unit.set_meta("next", "1")?)).unwrap();
    assert_eq!(bench.store.meta("failed"), Ok(None));
    assert_eq!(bench.store.commits(), 1);
}

#[test]
fn a_full_queue_is_busy_at_once() {
    let bench = Bench::new(SqliteOptions { queue_jobs_max: 2, ..SqliteOptions::default() });
    let (held, release) = bench.hold();
    let waiting = [bench.queue(|_| Ok(())), bench.queue(|_| Ok(()))];
    let refused = block_on(bench.queue(|unit| Ok(unit.set_meta("refused", "1")?))).map(|_| ());
    assert_eq!(refused, Err(StoreError::Busy { retry_after_ms: RETRY_AFTER_MS }.into()));
    drop(release);
    block_on(held).unwrap();
    for waiting in waiting {
        block_on(waiting).unwrap();
    }
    bench.write(|_| Ok(())).unwrap();
    assert_eq!(bench.store.meta("refused"), Ok(None));
}
