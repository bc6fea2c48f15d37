//! Opening: settings, the lock, and the clean end.

use std::path::Path;
use std::sync::Arc;

use diesel::Connection as _;
use identity_core::auth::Epochs;
use identity_core::port::Reading;

use super::*;
use crate::sqlite::connect::{Role, check};
use crate::sqlite::{OpenError, migrate};

fn settings(role: Role) -> crate::job::UnitJob {
    pack(move |unit| Ok(unit.look(|any| Ok(check(inner(any), role, &SqliteOptions::default()).is_ok()))?))
}

#[test]
fn every_connection_has_the_settings_that_durability_and_integrity_need() {
    let bench = Bench::new(SqliteOptions::default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let written = block_on(bench.store.writer.run(settings(Role::Writer)));
    let points = bench.store.readers.run(Reading::Point, settings(Role::Reader));
    let snapshots = bench.store.readers.run(Reading::Snapshot, settings(Role::Reader));
    let scans = runtime.block_on(bench.store.scans.run(settings(Role::Reader)));
    for answer in [written, points, snapshots, scans] {
        assert!(unpack::<bool>(answer.unwrap()).unwrap());
    }
}

#[test]
fn a_missing_setting_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plain.db");
    let mut conn = diesel::SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    let found = check(&mut conn, Role::Writer, &SqliteOptions::default());
    assert!(matches!(found, Err(OpenError::Pragma(_))), "{found:?}");
}

fn open(path: &Path) -> Result<SqliteStore, OpenError> {
    SqliteStore::open(path, SqliteOptions::default(), Arc::new(Epochs::default()))
}

#[test]
fn one_store_owns_the_file() {
    let bench = Bench::new(SqliteOptions::default());
    let path = bench.folder.path().join("identity.db");
    assert!(matches!(open(&path), Err(OpenError::Locked(_))));
    assert!(matches!(migrate(&path), Err(OpenError::Locked(_))));
    drop(bench.store);
    assert_eq!(migrate(&path).unwrap(), 0);
    assert!(open(&path).is_ok());
}

#[test]
fn dropping_finishes_what_is_queued_and_empties_the_log() {
    let Bench { store, folder, .. } = Bench::new(SqliteOptions::default());
    let path = folder.path().join("identity.db");
    let bench = Bench { store, folder, epochs: Arc::default() };
    let (held, release) = bench.hold();
    let queued = bench.queue(|unit| Ok(unit.set_meta("last", "kept")?));
    drop((queued, held));
    drop(release);
    let Bench { store, folder: _folder, .. } = bench;
    drop(store);
    assert!(!path.with_extension("db-wal").exists());
    assert_eq!(open(&path).unwrap().meta("last"), Ok(Some("kept".into())));
}

#[test]
fn a_schema_of_a_newer_release_is_used_until_it_serves_this_one_no_longer() {
    let bench = Bench::new(SqliteOptions::default());
    let path = bench.folder.path().join("identity.db");
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000000')";
    bench.write(move |unit| sql(unit, newer)).unwrap();
    drop(bench.store);
    let store = open(&path).unwrap();
    let write = store.writer.run(pack(|unit| Ok(unit.set_meta("schema-serves-from", "99991231000000")?)));
    unpack::<()>(block_on(write).unwrap()).unwrap();
    drop(store);
    let found = open(&path).map(|_| ());
    assert!(matches!(&found, Err(OpenError::Newer(version)) if version == "99991231000000"), "{found:?}");
}

#[test]
fn facts_about_the_database_are_kept() {
    let bench = Bench::new(SqliteOptions::default());
    assert_eq!(bench.store.meta("fingerprint"), Ok(None));
    for value in ["first", "second"] {
        assert_eq!(block_on(bench.store.note("fingerprint", value)), Ok("first".into()));
        assert_eq!(bench.store.meta("fingerprint"), Ok(Some("first".into())));
    }
}
