//! Many-to-many tables: read for many rows in one statement, and brought up to date by the difference.

use std::collections::{BTreeMap, BTreeSet};

use identity_core::error::StoreError;
use identity_core::id::Id;

use crate::row::Place;

/// What hangs on each row, by the row's key.
#[derive(Debug)]
pub(crate) struct Links<T>(BTreeMap<i64, BTreeSet<T>>);

impl<T: Id> Links<T> {
    /// Sorts pairs of keys by their first; `table` and `column` name where the second stands.
    pub(crate) fn new<I: Id>(
        table: &'static str,
        column: &'static str,
        pairs: Vec<(i64, i64)>,
    ) -> Result<Self, StoreError> {
        let mut links = BTreeMap::<i64, BTreeSet<T>>::new();
        for (row, linked) in pairs {
            let linked = Place::<I>::new(table, row).id(column, linked)?;
            links.entry(row).or_default().insert(linked);
        }
        Ok(Self(links))
    }

    /// What hangs on a row; nothing when asked again.
    pub(crate) fn take(&mut self, row: i64) -> BTreeSet<T> {
        self.0.remove(&row).unwrap_or_default()
    }
}

/// What has to be removed from the stored set, and what added to it.
pub(crate) fn difference<T: Id>(stored: &BTreeSet<T>, wanted: &BTreeSet<T>) -> (Vec<T>, Vec<T>) {
    (stored.difference(wanted).copied().collect(), wanted.difference(stored).copied().collect())
}
