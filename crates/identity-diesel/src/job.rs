//! Closures over a unit, and running one: what every database's runner has in common.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::connection::SimpleConnection as _;
use diesel::result::QueryResult;
use identity_core::error::Error;
#[cfg(feature = "postgres")]
use identity_core::error::StoreError;
use identity_core::port::Job;

use crate::unit::{Access, Effects, Link, Memory, Unit};

/// What a closure answers, its type hidden.
pub(crate) type Answer = Result<Box<dyn Any + Send>, Error>;

/// A closure over a unit.
pub(crate) type UnitJob = Box<dyn FnMut(&mut Unit<'_>) -> Answer + Send>;

/// Hides the type of a closure's result.
pub(crate) fn pack<T: Send + 'static>(
    mut work: impl FnMut(&mut Unit<'_>) -> Result<T, Error> + Send + 'static,
) -> UnitJob {
    Box::new(move |unit| work(unit).map(|value| Box::new(value) as Box<dyn Any + Send>))
}

/// Gives a closure's result back.
pub(crate) fn unpack<T: 'static>(answer: Box<dyn Any + Send>) -> Result<T, Error> {
    let mismatch = || Error::Internal("the store answered with another closure's result".into());
    answer.downcast().map(|value| *value).map_err(|_| mismatch())
}

/// A closure of core.
pub(crate) fn over_unit(mut job: Job) -> UnitJob {
    Box::new(move |unit| job(unit))
}

/// Runs a statement that has no result.
pub(crate) fn execute(link: &mut Link, statement: &str) -> QueryResult<()> {
    link.any.batch_execute(statement)
}

/// A closure's result, what follows once it is committed, what failed in the store whatever the closure made of it,
/// and whether it panicked.
pub(crate) struct Ran {
    pub(crate) answer: Answer,
    pub(crate) effects: Effects,
    #[cfg(feature = "postgres")]
    pub(crate) failure: Option<StoreError>,
    pub(crate) has_panicked: bool,
}

/// Runs a closure. A panic is an error of that closure alone; success after a failed statement is none.
pub(crate) fn run(link: &mut Link, access: Access, memory: Option<Memory<'_>>, job: &mut UnitJob) -> Ran {
    let mut unit = Unit::new(link, access).remembering(memory);
    let result = catch_unwind(AssertUnwindSafe(|| job(&mut unit)));
    let has_panicked = result.is_err();
    let answer =
        result.unwrap_or_else(|_| Err(Error::Internal("a closure panicked inside the store".into())));
    #[cfg(feature = "postgres")]
    let failure = unit.failure().cloned();
    let settled = answer.and_then(|value| Ok((value, unit.finish()?)));
    let (answer, effects) = match settled {
        Ok((value, effects)) => (Ok(value), effects),
        Err(error) => (Err(error), Effects::default()),
    };
    Ran {
        answer,
        effects,
        #[cfg(feature = "postgres")]
        failure,
        has_panicked,
    }
}
