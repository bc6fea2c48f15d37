//! What several files of the suite ask.

use std::fmt::Debug;

use super::Stage;
use crate::error::{Error, StoreError, UniqueKey};
use crate::id::Id;
use crate::port::Transaction;

impl Stage {
    /// Runs a write that the store must refuse, and gives the refusal back.
    pub(super) fn refuse<T: Debug + Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Transaction) -> Result<T, Error> + Send + 'static,
    ) -> StoreError {
        match self.write(work) {
            Err(Error::Store(refusal)) => refusal,
            other => panic!("the store did not refuse: {other:?}"),
        }
    }

    /// Runs a write that must run into the unique key.
    pub(super) fn clash<T: Debug + Send + 'static>(
        &self,
        key: UniqueKey,
        work: impl FnMut(&mut dyn Transaction) -> Result<T, Error> + Send + 'static,
    ) {
        assert_eq!(self.refuse(work), StoreError::Duplicate(key));
    }
}

/// Numbers of identifiers in ascending order, for answers that may come in any order.
pub(super) fn numbers<I: Id>(ids: impl IntoIterator<Item = I>) -> Vec<u64> {
    let mut numbers: Vec<u64> = ids.into_iter().map(Id::number).collect();
    numbers.sort_unstable();
    numbers
}
