//! Throttling and lock-out: failures are counted before anything is verified, in transactions of their own, so that a
//! failed request cannot take its count back and nodes share what they counted (S-R10, S-R17, S-R18).

mod counter;
mod repository;
mod rules;
#[cfg(test)]
mod tests;

pub use counter::{Counter, Pause, Rule, Verdict};
#[cfg(any(test, feature = "testing"))]
pub use repository::MockThrottleRepository;
pub use repository::ThrottleRepository;
pub use rules::{
    ADDRESS, DEVICE, DEVICE_CODE, PASSWORD, PASSWORD_EVERYWHERE, PIN, RESET_ADDRESS, address_prefix,
};

use crate::error::Error;
use crate::port::{KeyedDigester, Transaction};
use crate::secret::Digest;
use crate::timestamp::Timestamp;

/// What a counter counts: a rule, and a keyed digest of what it is about, so that the table names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    key: Digest,
    rule: &'static Rule,
}

impl Subject {
    /// A subject of that rule; equal parts in equal order are one subject.
    pub fn new(digester: &dyn KeyedDigester, rule: &'static Rule, parts: &[&str]) -> Self {
        let mut all: Vec<&[u8]> = vec![b"throttle", rule.name.as_bytes()];
        all.extend(parts.iter().map(|part| part.as_bytes()));
        Self { key: digester.digest(&all), rule }
    }
}

/// Counts an attempt as a failure before it is made, and says what to do with it. An attempt that does not count
/// changes nothing.
///
/// # Errors
/// Those of the store.
pub fn take(tx: &mut dyn Transaction, subject: &Subject, now: Timestamp) -> Result<Verdict, Error> {
    let stored = tx.throttles().find(&subject.key)?.unwrap_or(Counter::new(now));
    let (counter, verdict) = stored.take(subject.rule, now);
    if verdict == Verdict::Counts {
        tx.throttles().put(&subject.key, &counter, now.plus(subject.rule.kept))?;
    }
    Ok(verdict)
}

/// The attempt was a success: consecutive failures begin anew.
///
/// # Errors
/// Those of the store.
pub fn clear(tx: &mut dyn Transaction, subject: &Subject) -> Result<(), Error> {
    Ok(tx.throttles().remove(&subject.key)?)
}

/// The attempt was a success and the others of the window still count.
///
/// # Errors
/// Those of the store.
pub fn give_back(tx: &mut dyn Transaction, subject: &Subject, now: Timestamp) -> Result<(), Error> {
    if let Some(counter) = tx.throttles().find(&subject.key)? {
        let counter = counter.give_back(subject.rule);
        tx.throttles().put(&subject.key, &counter, now.plus(subject.rule.kept))?;
    }
    Ok(())
}

/// Whether the next attempt has to wait.
///
/// # Errors
/// Those of the store.
pub fn is_waiting(tx: &mut dyn Transaction, subject: &Subject, now: Timestamp) -> Result<bool, Error> {
    Ok(tx.throttles().find(&subject.key)?.is_some_and(|counter| now < counter.free_at))
}

/// Whether so many attempts failed in a row that nothing is accepted any more, whatever is presented.
///
/// # Errors
/// Those of the store.
pub fn is_void(tx: &mut dyn Transaction, subject: &Subject) -> Result<bool, Error> {
    Ok(tx.throttles().find(&subject.key)?.is_some_and(|counter| counter.is_void(subject.rule)))
}
