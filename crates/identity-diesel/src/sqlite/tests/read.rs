//! Reads: where they run, and what is left when they go wrong.

use std::sync::mpsc::channel;
use std::time::Duration;

use identity_core::error::StoreError;
use identity_core::port::Reading;

use super::*;
use crate::error::RETRY_AFTER_MS;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap()
}

/// A connection with an open transaction cannot begin another one.
fn is_free(bench: &Bench) -> bool {
    let begins = pack(|unit| sql(unit, "BEGIN; COMMIT"));
    bench.store.readers.run(Reading::Point, begins).is_ok()
}

#[test]
fn a_read_that_fails_or_panics_leaves_no_transaction_behind() {
    let bench = Bench::new(SqliteOptions::default());
    for reading in [Reading::Point, Reading::Snapshot] {
        let failing = pack(|unit| sql(unit, "no statement at all"));
        let failed = bench.store.readers.run(reading, failing).map(|_| ());
        assert!(matches!(failed, Err(Error::Store(StoreError::Unavailable(_)))), "{failed:?}");
        assert!(is_free(&bench), "{reading:?}");
        let panicking = pack(|_| -> Result<(), Error> { panic!("on purpose") });
        let panicked = bench.store.readers.run(reading, panicking).map(|_| ());
        assert!(matches!(panicked, Err(Error::Internal(_))), "{panicked:?}");
        assert!(is_free(&bench), "{reading:?}");
    }
}

#[test]
fn cheap_reads_run_where_they_are_asked_and_scans_do_not() {
    let bench = Bench::new(SqliteOptions::default());
    let here = std::thread::current().id();
    let where_it_runs = || pack(|_| Ok(std::thread::current().id()));
    for reading in [Reading::Point, Reading::Snapshot] {
        let ran = unpack(bench.store.readers.run(reading, where_it_runs()).unwrap());
        assert_eq!(ran, Ok(here), "{reading:?}");
    }
    let ran = unpack(runtime().block_on(bench.store.scans.run(where_it_runs())).unwrap());
    assert_ne!(ran, Ok(here));
}

#[test]
fn scans_take_turns_and_wait_no_longer_than_agreed() {
    let options = SqliteOptions { scans_max: 1, scan_wait: Duration::ZERO, ..SqliteOptions::default() };
    let bench = Bench::new(options);
    let (release, released) = channel::<()>();
    let mut first: Waiting<'_> = Box::pin(bench.store.scans.run(pack(move |_| {
        released.recv().unwrap_err();
        Ok(())
    })));
    let runtime = runtime();
    let busy = Err(StoreError::Busy { retry_after_ms: RETRY_AFTER_MS }.into());
    runtime.block_on(async {
        let polled = first.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.is_pending());
        assert_eq!(bench.store.scans.run(pack(|_| Ok(()))).await.map(|_| ()), busy);
        drop(release);
        first.await.unwrap();
        bench.store.scans.run(pack(|_| Ok(()))).await.unwrap();
    });
}

#[test]
fn a_scan_without_a_runtime_is_an_error() {
    let bench = Bench::new(SqliteOptions::default());
    let answer = block_on(bench.store.scans.run(pack(|_| Ok(())))).map(|_| ());
    assert!(matches!(answer, Err(Error::Store(StoreError::Unavailable(_)))), "{answer:?}");
}

#[test]
fn a_corrupt_value_is_named() {
    let bench = Bench::new(SqliteOptions::default());
    let rows = "INSERT INTO users (id, revision, email, is_email_verified, first_name, last_name, life, standing) \
                VALUES (7, 1, 'a@b', 0, 'A', 'B', 'Undead', 'New')";
    bench.write(move |unit| sql(unit, rows)).unwrap();
    let find = pack(|unit| {
        use identity_core::port::Transaction as _;
        Ok(unit.users().find(identity_core::id::UserId::new(7))?)
    });
    let found = bench.store.readers.run(Reading::Point, find).map(|_| ());
    let corrupt = StoreError::Corrupt { table: "users", column: "life", id: "USR-0000-0007".into() };
    assert_eq!(found, Err(corrupt.into()));
}

#[test]
fn list_statements_are_kept_up_to_a_bound() {
    let bench = Bench::new(SqliteOptions::default());
    let kept = pack(|unit| Ok((0..1000).chain(0..10).filter(|shape| unit.keeps(*shape)).count()));
    assert_eq!(unpack(bench.store.readers.run(Reading::Point, kept).unwrap()), Ok(128_usize + 10));
}

#[test]
fn a_snapshot_does_not_see_what_is_committed_meanwhile() {
    let bench = Bench::new(SqliteOptions::default());
    let (ask, asked) = channel();
    let (go, went) = channel();
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let twice = pack(move |unit| {
                let before = unit.meta("key")?;
                ask.send(()).unwrap();
                went.recv().unwrap();
                Ok((before, unit.meta("key")?))
            });
            unpack::<(Option<String>, Option<String>)>(
                bench.store.readers.run(Reading::Snapshot, twice).unwrap(),
            )
        });
        asked.recv().unwrap();
        bench.write(|unit| Ok(unit.set_meta("key", "new")?)).unwrap();
        go.send(()).unwrap();
        assert_eq!(reader.join().unwrap(), Ok((None, None)));
    });
    let seen = pack(|unit| Ok(unit.meta("key")?));
    assert_eq!(unpack(bench.store.readers.run(Reading::Snapshot, seen).unwrap()), Ok(Some("new".to_owned())));
}
