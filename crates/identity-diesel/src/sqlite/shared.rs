//! What the writer and the readers of one store have in common.

use identity_core::error::StoreError;

use super::connect::{self, Role};
use super::lock::Place;
use super::options::{OpenError, SqliteOptions};
use crate::totals::Totals;
use crate::unit::Link;

/// The locked database and how to open it.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) place: Place,
    pub(super) options: SqliteOptions,
    pub(super) totals: Totals,
}

impl Shared {
    /// A new connection; why there is none is told to operators, and to callers as unavailable.
    pub(super) fn link(&self, role: Role) -> Result<Link, StoreError> {
        let opened: Result<Link, OpenError> = connect::link(self.place.path(), role, &self.options);
        opened.map_err(|error| {
            tracing::error!(%error, ?role, "no connection to the database");
            StoreError::Unavailable(error.to_string())
        })
    }
}
