//! Transactions: serializable writes that are tried again, and reads over one state.

use std::sync::Arc;
use std::time::Duration;

use diesel::result::{DatabaseErrorKind, Error as DieselError};
use identity_core::error::{Error, StoreError};
use identity_core::port::Reading;
use r2d2::PooledConnection;

use super::Shared;
use super::begin::Beginnings;
use super::connect::{Held, Manager};
use super::watch::{Phase, Watch};
use crate::error::{RETRY_AFTER_MS, translate};
use crate::job::{Answer, Ran, UnitJob, execute, run};
use crate::unit::{Access, Effects};

/// How often a write is tried that others got in the way of.
const TRIES_MAX: u32 = 8;
/// From this try on a write that others got in the way of runs alone.
const ALONE_FROM: u32 = 4;
/// The longest pause before the next try, doubled with each.
const PAUSE: Duration = Duration::from_millis(2);

/// How one try ended.
enum Try {
    /// For good.
    Settled(Answer),
    /// Somebody else was faster, and what the closure made of that.
    Overtaken(StoreError, Error),
}

/// Runs a write until it is committed, refused, or was overtaken too often.
pub(super) fn write(shared: &Shared, watch: &Arc<Watch>, job: &mut UnitJob) -> Answer {
    let mut has_clashed = false;
    for number in 0..TRIES_MAX {
        let Beginnings { write, alone, .. } = &shared.beginnings;
        let mut held = match begun(shared, watch, if number < ALONE_FROM { write } else { alone }) {
            Err(StoreError::Busy { .. }) if number >= ALONE_FROM => continue,
            other => other?,
        };
        watch.enter(Phase::Running)?;
        match attempt(&mut held, shared, watch, job) {
            Try::Settled(answer) => return answer,
            // A key that is taken is a fact, or a race that was told as a clash; the second look knows which.
            Try::Overtaken(StoreError::Duplicate(_), answer) if has_clashed => return Err(answer),
            Try::Overtaken(failure, _) => has_clashed |= matches!(failure, StoreError::Duplicate(_)),
        }
        drop(held);
        pause(number);
    }
    tracing::warn!(tries = TRIES_MAX, "a write was overtaken each time");
    Err(StoreError::Busy { retry_after_ms: RETRY_AFTER_MS }.into())
}

/// Connections that died while nobody used them are found here, before anything was done, and replaced.
fn begun(shared: &Shared, watch: &Arc<Watch>, begin: &str) -> Result<PooledConnection<Manager>, StoreError> {
    let mut last = StoreError::Unavailable("there is no connection to the database".into());
    for _ in 0..=shared.connections.count() {
        let mut held = shared.connections.take(watch)?;
        match execute(&mut held.link, begin) {
            Ok(()) => return Ok(held),
            Err(error) => {
                held.is_in_doubt = true;
                last = translate(&error);
                // The server lives and let nobody in within the time that was given.
                if matches!(last, StoreError::Busy { .. }) {
                    break;
                }
            }
        }
    }
    Err(last)
}

fn attempt(held: &mut Held, shared: &Shared, watch: &Watch, job: &mut UnitJob) -> Try {
    let Ran { answer, effects, failure, has_panicked } = run(&mut held.link, Access::Write, None, job);
    if let Err(error) = answer {
        // A server that is read-only now was not when it was chosen.
        let is_lost = has_panicked || matches!(failure, Some(StoreError::Unavailable(_)));
        held.is_in_doubt |= is_lost || execute(&mut held.link, "ROLLBACK").is_err();
        return match failure {
            Some(failure @ (StoreError::Serialization | StoreError::Duplicate(_))) => {
                Try::Overtaken(failure, error)
            }
            _ => Try::Settled(Err(error)),
        };
    }
    // Whoever went was told that nothing was committed, and that is how it stays.
    if let Err(gone) = watch.enter(Phase::Committing) {
        return Try::Settled(Err(gone.into()));
    }
    match execute(&mut held.link, "COMMIT") {
        Ok(()) => {
            forget(shared, &effects);
            Try::Settled(answer)
        }
        Err(error) => {
            held.is_in_doubt = true;
            match unsure(&error) {
                other @ StoreError::Serialization => Try::Overtaken(other.clone(), other.into()),
                other => Try::Settled(Err(other.into())),
            }
        }
    }
}

/// On the committing thread, after the commit and before anybody is answered.
fn forget(shared: &Shared, effects: &Effects) {
    effects.forgotten.iter().for_each(|what| shared.epochs.forget(*what));
    if !effects.forgotten.is_empty() {
        shared.bell.ring();
    }
}

/// What a failed commit means: the server refused it, or it was sent and nobody knows.
fn unsure(error: &DieselError) -> StoreError {
    match error {
        DieselError::DatabaseError(
            DatabaseErrorKind::UnableToSendCommand
            | DatabaseErrorKind::ClosedConnection
            | DatabaseErrorKind::Unknown,
            info,
        ) => StoreError::OutcomeUnknown(info.message().to_owned()),
        other => translate(other),
    }
}

/// Lets the others finish; each waits another time, or they would meet again.
fn pause(number: u32) {
    let longest = PAUSE.saturating_mul(1 << number.min(6));
    let micros = u64::try_from(longest.as_micros()).unwrap_or(u64::MAX).max(1);
    std::thread::park_timeout(Duration::from_micros(jitter() % micros));
}

/// Not random, but another number for each thread and moment; nothing secret rests on it.
pub(super) fn jitter() -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _};
    std::collections::hash_map::RandomState::new().build_hasher().finish()
}

/// Runs a read: a point at once, everything else over one state. One that a dead connection cut off has changed nothing,
/// so it is run again on the next.
pub(super) fn read(shared: &Shared, watch: &Arc<Watch>, reading: Reading, job: &mut UnitJob) -> Answer {
    let mut last = read_once(shared, watch, reading, job)?;
    for _ in 0..shared.connections.count() {
        if !last.was_cut_off {
            break;
        }
        last = read_once(shared, watch, reading, job)?;
    }
    last.answer
}

/// How one run of a read ended.
struct Read {
    answer: Answer,
    was_cut_off: bool,
}

fn read_once(
    shared: &Shared,
    watch: &Arc<Watch>,
    reading: Reading,
    job: &mut UnitJob,
) -> Result<Read, StoreError> {
    let Beginnings { read, scan, frames_points, .. } = &shared.beginnings;
    let is_framed = *frames_points || reading != Reading::Point;
    let begin = if reading == Reading::Scan { scan } else { read };
    let mut held = if is_framed { begun(shared, watch, begin)? } else { shared.connections.take(watch)? };
    watch.enter(Phase::Running)?;
    let ran = run(&mut held.link, Access::Read, None, job);
    let is_closed = !is_framed || execute(&mut held.link, "COMMIT").is_ok();
    let has_failed = matches!(ran.failure, Some(StoreError::Unavailable(_)));
    let was_cut_off = has_failed && execute(&mut held.link, "SELECT 1").is_err();
    held.is_in_doubt |= !is_closed || ran.has_panicked || was_cut_off;
    Ok(Read { answer: ran.answer, was_cut_off })
}
