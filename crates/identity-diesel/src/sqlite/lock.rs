//! The lock file beside a database: one process owns an SQLite database, offline commands included.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::options::OpenError;

/// Where a database stands, locked for as long as this lives.
#[derive(Debug)]
pub(crate) struct Place {
    path: String,
    _lock: File,
}

fn lock_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}

impl Place {
    /// Locks the database at `path`, whose directory exists. The lock ends with the process, however it ends.
    pub(crate) fn lock(path: &Path) -> Result<Self, OpenError> {
        let absolute = std::path::absolute(path).map_err(|error| OpenError::Io(path.into(), error))?;
        let text = absolute.to_str().filter(|_| path.file_name().is_some());
        let text = text.ok_or_else(|| OpenError::Path(path.into()))?;
        let lock_path = lock_path(&absolute);
        let failed = |error| OpenError::Io(lock_path.clone(), error);
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).open(&lock_path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path: text.to_owned(), _lock: file }),
            Err(TryLockError::WouldBlock) => Err(OpenError::Locked(lock_path)),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// The database's absolute path, which SQLite cannot mistake for an address.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }
}
