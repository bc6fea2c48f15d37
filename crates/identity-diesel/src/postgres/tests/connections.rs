//! Connections that die are replaced, and writers that meet all get through.

use std::sync::Arc;
use std::time::Duration;

use identity_core::auth::Epochs;
use identity_core::error::{Error, StoreError};
use identity_core::port::Reading;
use identity_core::testing::fakes::FixedClock;
use tokio::runtime::Builder;

use super::{SERVER, fresh, runtime};
use crate::job::{pack, unpack};
use crate::postgres::{PostgresOptions, PostgresStore};
use crate::unit::Unit;

fn store(url: &str, connections_max: u32, wait: Duration) -> PostgresStore {
    let options = PostgresOptions {
        connections_max,
        wait,
        answer_within: wait.max(Duration::from_secs(10)),
        ..PostgresOptions::default()
    };
    PostgresStore::open(url, options, Arc::new(Epochs::followed()), Arc::new(FixedClock::default())).unwrap()
}

async fn write<T: Send + 'static>(
    store: &PostgresStore,
    work: impl FnMut(&mut Unit<'_>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    unpack(store.write(pack(work)).await?)
}

/// Adds one to a number, reading it first.
fn count(unit: &mut Unit<'_>) -> Result<(), Error> {
    let number: u32 = unit.meta("number")?.map_or(0, |text| text.parse().unwrap());
    Ok(unit.set_meta("number", &(number + 1).to_string())?)
}

#[test]
fn fifty_writers_of_one_row_all_get_through() {
    let store = store(&fresh(), 16, Duration::from_secs(60));
    std::thread::scope(|scope| {
        let writers: Vec<_> =
            (0..50).map(|_| scope.spawn(|| runtime().block_on(write(&store, count)))).collect();
        for writer in writers {
            assert_eq!(writer.join().unwrap(), Ok(()));
        }
    });
    assert_eq!(runtime().block_on(store.meta("number")), Ok(Some("50".into())));
}

#[test]
fn connections_that_the_server_closed_are_replaced_before_anybody_notices() {
    let url = fresh();
    let store = store(&url, 4, Duration::from_secs(5));
    let runtime = runtime();
    runtime.block_on(store.note("a", "1")).unwrap();
    let name = url.rsplit_once("test_").and_then(|(_, rest)| rest.split_once('?')).unwrap().0;
    let close = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'test_{name}' \
         AND query NOT LIKE '%terminate%'"
    );
    SERVER.run(&close).unwrap();
    assert_eq!(runtime.block_on(store.meta("a")), Ok(Some("1".into())));
    SERVER.run(&close).unwrap();
    assert_eq!(runtime.block_on(store.note("a", "2")), Ok("1".into()));
}

#[test]
fn who_waits_too_long_for_a_turn_is_told_to_come_again() {
    let store = Arc::new(store(&fresh(), 1, Duration::from_millis(10)));
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap();
    let (begun, has_begun) = std::sync::mpsc::channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let holder = Arc::clone(&store);
    let held = runtime.spawn(async move {
        write(&holder, move |_| {
            begun.send(()).unwrap();
            // The sender is dropped, never used.
            released.recv().unwrap_err();
            Ok(())
        })
        .await
    });
    has_begun.recv().unwrap();
    let busy = runtime.block_on(store.meta("a"));
    assert!(matches!(busy, Err(Error::Store(StoreError::Busy { .. }))), "{busy:?}");
    drop(release);
    runtime.block_on(held).unwrap().unwrap();
    let ask = store.read(Reading::Scan, pack(|unit| Ok(unit.meta("a")?)));
    assert_eq!(unpack::<Option<String>>(runtime.block_on(ask).unwrap()), Ok(None));
}

#[test]
fn lists_are_planned_for_what_is_asked_and_nothing_else_is() {
    let store = store(&fresh(), 1, Duration::from_secs(5));
    let planned = |reading| {
        let ask = pack(|unit| {
            Ok(unit.look(|any| {
                use diesel::RunQueryDsl as _;
                let mode =
                    diesel::dsl::sql::<diesel::sql_types::Text>("SELECT current_setting('plan_cache_mode')");
                Ok(mode.get_result::<String>(any)?)
            })?)
        });
        unpack::<String>(runtime().block_on(store.read(reading, ask)).unwrap()).unwrap()
    };
    let modes = [Reading::Point, Reading::Scan, Reading::Snapshot].map(planned);
    assert_eq!(modes, ["auto", "force_custom_plan", "auto"]);
}
