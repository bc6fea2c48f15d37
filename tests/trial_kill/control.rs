//! The negative control: a database that forgets what it acknowledged.

use std::path::PathBuf;

use identity_tests::{Failure, Home};

use crate::database::Database;

const FILES: [&str; 3] = ["identity.db", "identity.db-wal", "identity.db-shm"];

/// A copy of the database, and where it belongs.
pub enum Kept {
    /// Files.
    Files(Vec<(PathBuf, Option<Vec<u8>>)>),
    /// A database beside the other.
    Beside,
}

impl Kept {
    /// Copies the database; no server may run.
    pub fn copy(home: &Home, database: &Database) -> Result<Self, Failure> {
        if let Database::Postgres(node) = database {
            node.run("CREATE DATABASE kept TEMPLATE identity")?;
            return Ok(Self::Beside);
        }
        let mut kept = Vec::new();
        for path in FILES.map(|name| home.path(name)) {
            let bytes = if path.exists() { Some(std::fs::read(&path)?) } else { None };
            kept.push((path, bytes));
        }
        Ok(Self::Files(kept))
    }

    /// Puts everything back as it was; no server may run.
    pub fn put_back(self, database: &Database) -> Result<(), Failure> {
        match self {
            Self::Files(files) => files.into_iter().try_for_each(put_back),
            Self::Beside => {
                if let Database::Postgres(node) = database {
                    node.run("DROP DATABASE identity WITH (FORCE)")?;
                    node.run("ALTER DATABASE kept RENAME TO identity")?;
                }
                Ok(())
            }
        }
    }
}

fn put_back((path, bytes): (PathBuf, Option<Vec<u8>>)) -> Result<(), Failure> {
    match bytes {
        Some(bytes) => std::fs::write(path, bytes)?,
        None if path.exists() => std::fs::remove_file(path)?,
        None => {}
    }
    Ok(())
}
