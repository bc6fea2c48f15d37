//! One attempt at a PIN: counted as a failure before anything is verified, so that parallel guesses gain nothing (S-R17).

use super::StoredPin;
use crate::error::Error;
use crate::id::MembershipId;
use crate::port::{KeyedDigester, Transaction};
use crate::throttle::{self, PIN, Subject, Verdict};
use crate::timestamp::Timestamp;
use crate::user::PasswordHash;

/// What counts wrong PINs of a member, on all devices together.
pub(super) fn subject(digester: &dyn KeyedDigester, membership: MembershipId) -> Subject {
    Subject::new(digester, &PIN, &[&membership.to_string()])
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was right: failures begin anew.
    Right,
    /// It was not.
    Wrong,
    /// Nothing was verified after all.
    Unknown,
}

/// An attempt that was counted, or that came too early to count.
#[derive(Clone)]
pub(crate) struct Attempt {
    membership: MembershipId,
    is_counted: bool,
    pin: Option<StoredPin>,
}

impl Attempt {
    /// Counts an attempt.
    pub(crate) fn begin(
        tx: &mut dyn Transaction,
        digester: &dyn KeyedDigester,
        membership: MembershipId,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let is_counted = throttle::take(tx, &subject(digester, membership), now)? == Verdict::Counts;
        let pin = tx.pins().find(membership)?.filter(|pin| is_counted && pin.is_valid(now));
        Ok(Self { membership, is_counted, pin })
    }

    /// What to compare with. There is nothing if the member has no PIN, it is void or outdated, or the member is locked:
    /// then the work is done in vain.
    pub(crate) fn hash(&self) -> Option<PasswordHash> {
        self.pin.as_ref().map(|pin| pin.hash.clone())
    }

    /// Notes how it ended. After the last failure that is let pass the PIN itself is void, however long counters are
    /// kept.
    pub(crate) fn settle(
        &self,
        tx: &mut dyn Transaction,
        digester: &dyn KeyedDigester,
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<(), Error> {
        let subject = subject(digester, self.membership);
        match outcome {
            Outcome::Right => throttle::clear(tx, &subject),
            Outcome::Unknown if self.is_counted => throttle::give_back(tx, &subject, now),
            Outcome::Wrong if throttle::is_void(tx, &subject)? => make_void(tx, self.membership),
            Outcome::Unknown | Outcome::Wrong => Ok(()),
        }
    }
}

fn make_void(tx: &mut dyn Transaction, membership: MembershipId) -> Result<(), Error> {
    if let Some(pin) = tx.pins().find(membership)?.filter(|pin| !pin.is_void) {
        tx.pins().save(&StoredPin { is_void: true, ..pin })?;
    }
    Ok(())
}
