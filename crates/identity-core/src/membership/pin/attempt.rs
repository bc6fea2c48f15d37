//! One attempt at a PIN: counted as a failure before anything is verified, so that parallel guesses gain nothing (S-R17).

use super::StoredPin;
use crate::error::Error;
use crate::id::MembershipId;
use crate::port::{KeyedDigester, SecurityEvent, Transaction};
use crate::throttle::{self, DEVICE, PIN, Subject, Verdict};
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
    subject: Subject,
    member: Option<MembershipId>,
    is_counted: bool,
    pin: Option<StoredPin>,
}

/// No membership has this identifier.
const NOBODY: MembershipId = MembershipId::new(0);

impl Attempt {
    /// Counts an attempt at a member's PIN.
    pub(crate) fn begin(
        tx: &mut dyn Transaction,
        digester: &dyn KeyedDigester,
        member: MembershipId,
        now: Timestamp,
    ) -> Result<Self, Error> {
        Self::count(tx, subject(digester, member), Some(member), now)
    }

    /// Does what an attempt at a member's PIN costs, for a code that nobody has at that place (S-R16).
    pub(crate) fn in_vain(
        tx: &mut dyn Transaction,
        digester: &dyn KeyedDigester,
        place: &str,
        now: Timestamp,
    ) -> Result<Self, Error> {
        Self::count(tx, Subject::new(digester, &DEVICE, &["nobody", place]), None, now)
    }

    fn count(
        tx: &mut dyn Transaction,
        subject: Subject,
        member: Option<MembershipId>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let is_counted = throttle::take(tx, &subject, now)? == Verdict::Counts;
        let pin = tx.pins().find(member.unwrap_or(NOBODY))?;
        Ok(Self { subject, member, is_counted, pin: pin.filter(|pin| is_counted && pin.is_valid(now)) })
    }

    /// Whose PIN it is.
    pub(crate) const fn member(&self) -> Option<MembershipId> {
        self.member
    }

    /// The PIN as it was when the attempt began. There is none if the member has none, it is void or outdated, or the
    /// member is locked.
    pub(crate) const fn pin(&self) -> Option<&StoredPin> {
        self.pin.as_ref()
    }

    /// What to compare with; without it the work is done in vain.
    pub(crate) fn hash(&self) -> Option<PasswordHash> {
        self.pin.as_ref().map(|pin| pin.hash.clone())
    }

    /// Notes how it ended, and says if it locked the member. After the last failure that is let pass the PIN itself is
    /// void, however long counters are kept.
    pub(crate) fn settle(
        &self,
        tx: &mut dyn Transaction,
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<Option<SecurityEvent>, Error> {
        match outcome {
            Outcome::Right => throttle::clear(tx, &self.subject)?,
            Outcome::Unknown if self.is_counted => throttle::give_back(tx, &self.subject, now)?,
            Outcome::Wrong if self.is_counted => return self.locked(tx, now),
            Outcome::Unknown | Outcome::Wrong => {}
        }
        Ok(None)
    }

    fn locked(&self, tx: &mut dyn Transaction, now: Timestamp) -> Result<Option<SecurityEvent>, Error> {
        let Some(membership) = self.member else { return Ok(None) };
        let is_void = throttle::is_void(tx, &self.subject)?;
        if is_void && let Some(pin) = tx.pins().find(membership)?.filter(|pin| !pin.is_void) {
            tx.pins().save(&StoredPin { is_void, ..pin })?;
        }
        let is_locked = is_void || throttle::is_waiting(tx, &self.subject, now)?;
        Ok(is_locked.then_some(SecurityEvent::PinLocked { membership, is_void }))
    }
}
