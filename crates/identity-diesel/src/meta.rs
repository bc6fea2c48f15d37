//! Facts about the database itself, by key.

use diesel::prelude::*;
use identity_core::error::StoreError;

use crate::dialect::{OneValue, or};
use crate::schema::meta;
use crate::unit::Unit;

/// The key under which the fingerprint of the database's master key stands.
pub const FINGERPRINT: &str = "master-key-fingerprint";
/// The key under which stands how far an import has come that began and did not end. Until then the data is not whole.
pub const IMPORT: &str = "import";

impl Unit<'_> {
    /// The value of a key.
    pub(crate) fn meta(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        self.look(|any| Ok(meta::table.find(key).select(meta::value).get_result(any).optional()?))
    }

    /// Sets the value of a key.
    pub(crate) fn set_meta(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        self.change_in(&["meta"], |any| {
            let row = (meta::key.eq(key), meta::value.eq(value));
            or(OneValue, diesel::insert_into(meta::table).values(row)).execute(any)?;
            Ok(())
        })
    }

    /// Sets the value of a key that has none; answers the value it has.
    pub(crate) fn note(&mut self, key: &str, value: &str) -> Result<String, StoreError> {
        if let Some(known) = self.meta(key)? {
            return Ok(known);
        }
        self.set_meta(key, value)?;
        Ok(value.to_owned())
    }
}
