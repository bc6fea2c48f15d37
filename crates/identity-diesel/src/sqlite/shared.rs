//! What the writer and the readers of one store have in common.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::connection::SimpleConnection as _;
use diesel::result::QueryResult;
use identity_core::error::{Error, StoreError};

use super::connect::{self, Role};
use super::lock::Place;
use super::options::{OpenError, SqliteOptions};
use crate::totals::Totals;
use crate::unit::{Access, Effects, Link, Memory, Unit};

/// What a closure answers, its type hidden.
pub(super) type Answer = Result<Box<dyn Any + Send>, Error>;

/// A closure over a unit.
pub(super) type UnitJob = Box<dyn FnMut(&mut Unit<'_>) -> Answer + Send>;

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

/// Runs a statement that has no result.
pub(super) fn execute(link: &mut Link, statement: &str) -> QueryResult<()> {
    link.any.batch_execute(statement)
}

/// A closure's result, what follows once it is committed, and whether it panicked.
pub(super) struct Ran {
    pub(super) answer: Answer,
    pub(super) effects: Effects,
    pub(super) has_panicked: bool,
}

/// Runs a closure. A panic is an error of that closure alone; success after a failed statement is none.
pub(super) fn run(link: &mut Link, access: Access, memory: Option<Memory<'_>>, job: &mut UnitJob) -> Ran {
    let mut unit = Unit::new(link, access).remembering(memory);
    let result = catch_unwind(AssertUnwindSafe(|| job(&mut unit)));
    let has_panicked = result.is_err();
    let answer =
        result.unwrap_or_else(|_| Err(Error::Internal("a closure panicked inside the store".into())));
    let settled = answer.and_then(|value| Ok((value, unit.finish()?)));
    match settled {
        Ok((value, effects)) => Ran { answer: Ok(value), effects, has_panicked },
        Err(error) => Ran { answer: Err(error), effects: Effects::default(), has_panicked },
    }
}
