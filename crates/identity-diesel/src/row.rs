//! From columns to values and back. A value that no writer of ours can have written is reported, never guessed.

use std::marker::PhantomData;

use identity_core::actor::ActorRef;
use identity_core::error::StoreError;
use identity_core::id::Id;
use identity_core::secret::Digest;
use identity_core::state::Stamp;
use identity_core::timestamp::Timestamp;
use identity_core::value::{Phone, Text};

/// The number of an identifier as it is stored. Identifiers have at most 16 digits, so all of them fit.
pub(crate) fn key(id: impl Id) -> i64 {
    i64::try_from(id.number()).unwrap_or(i64::MAX)
}

/// The numbers of identifiers.
pub(crate) fn keys<I: Id>(ids: &[I]) -> Vec<i64> {
    ids.iter().copied().map(key).collect()
}

/// When a stamp was set, as it is stored.
pub(crate) fn at(stamp: Option<Stamp>) -> Option<i64> {
    stamp.map(|stamp| stamp.at.millis())
}

/// Who set a stamp, as it is stored.
pub(crate) fn by(stamp: Option<Stamp>) -> Option<String> {
    stamp.and_then(|stamp| stamp.by).map(|actor| actor.to_string())
}

/// A moment as it is stored.
pub(crate) fn millis(moment: Option<Timestamp>) -> Option<i64> {
    moment.map(Timestamp::millis)
}

/// A stored moment.
pub(crate) fn moment(millis: Option<i64>) -> Option<Timestamp> {
    millis.map(Timestamp::from_millis)
}

/// A stored phone; without its parts there is none.
pub(crate) fn phone(prefix: Option<String>, number: Option<String>) -> Option<Phone> {
    let phone = Phone { prefix: prefix.map(Text::from_stored), number: number.map(Text::from_stored) };
    (phone != Phone::default()).then_some(phone)
}

/// The row that values are read from, so that a corrupt one can be named.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<I> {
    table: &'static str,
    number: i64,
    kind: PhantomData<I>,
}

impl<I: Id> Place<I> {
    /// A row by its table and key.
    pub(crate) const fn new(table: &'static str, number: i64) -> Self {
        Self { table, number, kind: PhantomData }
    }

    /// The error that names a column of this row.
    pub(crate) fn corrupt(&self, column: &'static str) -> StoreError {
        let id = u64::try_from(self.number)
            .map_or_else(|_| self.number.to_string(), |n| I::from_number(n).to_string());
        StoreError::Corrupt { table: self.table, column, id }
    }

    /// The value, unless it could not be read.
    pub(crate) fn known<T>(&self, column: &'static str, value: Option<T>) -> Result<T, StoreError> {
        value.ok_or_else(|| self.corrupt(column))
    }

    /// An identifier.
    pub(crate) fn id<J: Id>(&self, column: &'static str, number: i64) -> Result<J, StoreError> {
        self.known(column, u64::try_from(number).ok().map(J::from_number))
    }

    /// An identifier, or none.
    pub(crate) fn id_or_none<J: Id>(
        &self,
        column: &'static str,
        number: Option<i64>,
    ) -> Result<Option<J>, StoreError> {
        number.map(|number| self.id(column, number)).transpose()
    }

    /// A revision or a count.
    pub(crate) fn count(&self, column: &'static str, number: i64) -> Result<u32, StoreError> {
        self.known(column, u32::try_from(number).ok())
    }

    /// A reference to who did something.
    pub(crate) fn actor(
        &self,
        column: &'static str,
        text: Option<String>,
    ) -> Result<Option<ActorRef>, StoreError> {
        text.map(|text| self.known(column, ActorRef::parse(&text))).transpose()
    }

    /// A stamp.
    pub(crate) fn stamp(
        &self,
        column: &'static str,
        at: Option<i64>,
        by: Option<String>,
    ) -> Result<Option<Stamp>, StoreError> {
        let Some(at) = moment(at) else { return Ok(None) };
        Ok(Some(Stamp { at, by: self.actor(column, by)? }))
    }

    /// A digest.
    pub(crate) fn digest(&self, column: &'static str, bytes: Vec<u8>) -> Result<Digest, StoreError> {
        self.known(column, bytes.try_into().ok().map(Digest))
    }
}
