//! SQLite in files of their own.

use std::sync::Arc;

use identity_core::auth::Epochs;
use identity_diesel::{SqliteOptions, SqliteStore};
use tempfile::TempDir;

/// An empty store, and its folder, which has to live as long.
pub fn store(epochs: &Arc<Epochs>) -> (SqliteStore, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("identity.db");
    let store = SqliteStore::open(&path, SqliteOptions::default(), Arc::clone(epochs)).unwrap();
    (store, folder)
}
