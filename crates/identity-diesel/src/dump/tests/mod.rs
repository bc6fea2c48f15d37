//! What moving owes: nothing lost, nothing added, nothing half done.

mod lines;
#[cfg(feature = "postgres-tests")]
mod postgres;
mod sample;
mod sqlite;
mod tables;

use std::path::Path;

use tempfile::TempDir;

use super::{Database, DumpError, Progress, Purpose, Reader};

/// The fingerprint of some master key.
const KEY: &str = "0123456789abcdef0123456789abcdef";

/// A database that can be filled again from nothing.
struct Fresh {
    database: Database,
    _folder: Option<TempDir>,
}

fn open(path: &Path) -> Database {
    Database::sqlite(path, Purpose::Import).unwrap()
}

/// An empty SQLite database.
fn sqlite() -> Fresh {
    let folder = tempfile::tempdir().unwrap();
    Fresh { database: open(&folder.path().join("identity.db")), _folder: Some(folder) }
}

impl Fresh {
    fn import(&mut self, dump: &[u8]) -> Result<Progress, DumpError> {
        self.database.import(Reader::new(dump, KEY)?, &mut |_| ())
    }

    fn export(&mut self) -> Result<Vec<u8>, DumpError> {
        let mut dump = Vec::new();
        self.database.export(&mut dump, &mut |_| ())?;
        Ok(dump)
    }

    /// Imports and exports again; answers the dump.
    fn through(mut self, dump: &[u8]) -> Vec<u8> {
        self.import(dump).unwrap();
        self.export().unwrap()
    }
}

fn text(dump: &[u8]) -> &str {
    std::str::from_utf8(dump).unwrap()
}

/// Cuts the sample after every line and between, each time where the one before stopped, and at last not at all.
fn stopped_and_resumed(mut fresh: Fresh) {
    fresh.database.batch_rows = 4;
    let dump = sample::dump();
    let mut resumed_at = std::collections::BTreeSet::new();
    let ends = dump.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    for end in ends {
        for cut in [end - 5, end] {
            let stopped = fresh.import(&dump[..cut]);
            if cut < dump.len() {
                assert!(matches!(stopped, Err(DumpError::Cut(_) | DumpError::OtherDump)), "{stopped:?}");
                let known = super::state::Point::find(&mut fresh.database.any).unwrap();
                resumed_at.extend(known.map(|point| point.lines));
            }
        }
    }
    assert_eq!(text(&fresh.export().unwrap()), text(&dump));
    let rows = dump.split(|byte| *byte == b'\n').count() as u64 - 3;
    assert_eq!(resumed_at, (0..=rows / 4).map(|batch| 1 + 4 * batch).collect());
}

/// Everything that is refused, and that it changes nothing.
fn refused(mut fresh: Fresh) {
    use DumpError as E;
    let dump = sample::dump();
    let replaced = |from: &str, to: &str| text(&dump).replacen(from, to, 1).into_bytes();
    let refusal = Reader::new(&*dump, "another").unwrap_err();
    assert!(matches!(refusal, E::OtherKey), "{refusal}");
    let other = fresh.import(&replaced("\"version\":1", "\"version\":2")).unwrap_err();
    assert!(matches!(other, E::Version(2)), "{other}");
    let other = fresh.import(&replaced("\"schema\":\"2", "\"schema\":\"1")).unwrap_err();
    assert!(matches!(other, E::Schema { .. }), "{other}");
    let other = fresh.import(b"{\"end\":{\"rows\":0,\"sha256\":\"\"}}\n").unwrap_err();
    assert!(matches!(other, E::Line(1, _)), "{other}");
    assert!(super::state::Point::find(&mut fresh.database.any).unwrap().is_none());
    assert!(matches!(fresh.export(), Err(E::NeverStarted)));

    fresh.import(&dump).unwrap();
    let full = fresh.import(&dump).unwrap_err();
    assert!(matches!(full, E::NotEmpty("modules")), "{full}");
    assert_eq!(text(&fresh.export().unwrap()), text(&dump));
}

/// A database whose import did not end is exported by nobody and goes on with no other dump.
fn half(mut fresh: Fresh) {
    use DumpError as E;
    fresh.database.batch_rows = 10;
    let dump = sample::dump();
    fresh.import(&dump[..dump.len() / 2]).unwrap_err();
    assert!(matches!(fresh.export(), Err(E::HalfImported)));
    let other = sample::other();
    assert!(matches!(fresh.import(&other), Err(E::OtherDump)));
    fresh.import(&dump).unwrap();
    assert_eq!(text(&fresh.export().unwrap()), text(&dump));
}
