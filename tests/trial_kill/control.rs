//! The negative control: a database that forgets what it acknowledged.

use std::path::PathBuf;

use identity_tests::{Failure, Home};

const FILES: [&str; 3] = ["identity.db", "identity.db-wal", "identity.db-shm"];

/// A copy of the database's files, and where they belong.
pub struct Kept(Vec<(PathBuf, Option<Vec<u8>>)>);

impl Kept {
    /// Copies the files; no server may run.
    pub fn copy(home: &Home) -> Result<Self, Failure> {
        let mut kept = Vec::new();
        for path in FILES.map(|name| home.path(name)) {
            let bytes = if path.exists() { Some(std::fs::read(&path)?) } else { None };
            kept.push((path, bytes));
        }
        Ok(Self(kept))
    }

    /// Puts everything back as it was; no server may run.
    pub fn put_back(self) -> Result<(), Failure> {
        for (path, bytes) in self.0 {
            match bytes {
                Some(bytes) => std::fs::write(path, bytes)?,
                None if path.exists() => std::fs::remove_file(path)?,
                None => {}
            }
        }
        Ok(())
    }
}
