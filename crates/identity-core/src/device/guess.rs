//! A pair of user code and PIN: looked up in one account only, counted before it is verified, and refused in one way
//! whatever is wrong with it (S-R16 to S-R18).

use std::sync::Arc;

use crate::actor::Principal;
use crate::audit::Origin;
use crate::auth::{live, may_enter};
use crate::error::Error;
use crate::id::{AccountId, DeviceId};
use crate::membership::pin::{Attempt, Outcome, StoredPin};
use crate::membership::{Membership, MembershipState, find_by_user_code};
use crate::port::{KeyedDigester, SecurityEvent, Transaction};
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::service::{Call, Identity};
use crate::session::ChannelName;
use crate::throttle::{self, Subject};
use crate::timestamp::Timestamp;
use crate::user::{User, normal_password};

use super::Device;

/// What a member signs in with at a device.
#[derive(Clone)]
pub struct Pair {
    /// `userCode`
    pub user_code: String,
    /// `password`: the PIN.
    pub pin: Secret,
}

impl Pair {
    /// Refuses what is too long to be looked at.
    pub(super) fn check(&self) -> Result<(), Error> {
        normal_password(&self.pin).map(drop)
    }
}

/// Where a pair is tried.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) device: DeviceId,
    pub(super) account: AccountId,
}

/// A pair whose attempt was counted.
#[derive(Clone)]
pub(super) struct Guess {
    at: At,
    attempt: Attempt,
    /// What else counted it; a success is taken back there.
    others: Vec<Subject>,
}

/// Who a pair belongs to, as they are in the transaction of its effect.
pub(super) struct Member {
    pub(super) membership: Membership,
    pub(super) user: User,
    pub(super) pin: StoredPin,
}

impl Guess {
    /// Counts an attempt; `others` were counted before.
    pub(super) fn begin(
        tx: &mut dyn Transaction,
        digester: &dyn KeyedDigester,
        at: At,
        pair: &Pair,
        others: Vec<Subject>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let member = match pair.user_code.parse() {
            Ok(code) => find_by_user_code(tx, at.account, &code)?,
            Err(_) => None,
        };
        let attempt = match member {
            Some(member) => Attempt::begin(tx, digester, member, now)?,
            None => Attempt::in_vain(tx, digester, &at.device.to_string(), now)?,
        };
        Ok(Self { at, attempt, others })
    }

    fn settle(
        &self,
        tx: &mut dyn Transaction,
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<Option<SecurityEvent>, Error> {
        if outcome != Outcome::Wrong {
            for subject in &self.others {
                throttle::give_back(tx, subject, now)?;
            }
        }
        self.attempt.settle(tx, outcome, now)
    }

    /// The member whose pair was verified, if nothing changed since that would have refused it (S-R16).
    fn member(&self, tx: &mut dyn Transaction, call: &Call) -> Result<Member, Error> {
        let refused = || Error::from(Refusal::InvalidCredentials);
        let id = self.attempt.member().ok_or_else(refused)?;
        let pin = tx.pins().find(id)?.filter(|pin| Some(pin) == self.attempt.pin()).ok_or_else(refused)?;
        let membership = tx.memberships().find(id)?.filter(|membership| {
            membership.account == self.at.account
                && membership.state == MembershipState::Active
                && may_enter(membership.kind, ChannelName::Device)
        });
        let membership = membership.filter(|_| pin.is_valid(call.now)).ok_or_else(refused)?;
        let user = live(tx, membership.user).map_err(told_as_wrong)?;
        Ok(Member { membership, user, pin })
    }
}

/// Whoever could not act is told what everybody is told (S-R16).
pub(super) fn told_as_wrong(error: Error) -> Error {
    match error {
        Error::Unauthenticated => Refusal::InvalidCredentials.into(),
        other => other,
    }
}

/// Whether the member may work in the device's store: who is in the default group or is given no stores may in all
/// (S-R32).
pub(super) fn admits(
    tx: &mut dyn Transaction,
    membership: &Membership,
    device: &Device,
) -> Result<bool, Error> {
    let stores = tx.profiles().stores(&[membership.id])?;
    let Some(store) = device.store.as_ref().filter(|_| !stores.is_empty()) else { return Ok(true) };
    if stores.iter().any(|access| access.store == *store) {
        return Ok(true);
    }
    let default = tx.groups().default_of(membership.account)?;
    Ok(default.is_some_and(|group| membership.groups.contains(&group.id)))
}

impl Identity {
    /// Verifies a counted pair with exactly one run of the hash function, and does `work` for whom it belongs to.
    pub(super) async fn with_pair<T: Send + 'static>(
        &self,
        principal: &Arc<Principal>,
        origin: Origin,
        (guess, pin): (Guess, Secret),
        mut work: impl FnMut(&mut dyn Transaction, &Call, &Member) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        match self.hasher().verify(pin.clone(), guess.attempt.hash()).await {
            Ok(true) => {}
            Ok(false) => return self.refuse_pair(&guess, &origin).await,
            Err(error) => {
                self.settle_pair(&guess, Outcome::Unknown, &origin).await?;
                return Err(error.into());
            }
        }
        let fresh = match guess.attempt.hash() {
            Some(hash) => self.rehashed(pin, &hash).await,
            None => None,
        };
        let verified = guess.clone();
        let answer = self
            .write(principal, origin.clone(), move |tx, call| {
                let member = verified.member(tx, call)?;
                verified.settle(tx, Outcome::Right, call.now)?;
                if let Some(hash) = &fresh {
                    tx.pins().save(&StoredPin { hash: hash.clone(), ..member.pin.clone() })?;
                }
                work(tx, call, &member)
            })
            .await;
        match answer {
            Err(Error::Refused(Refusal::InvalidCredentials)) => self.refuse_pair(&guess, &origin).await,
            // The pair was right, only what it was sent for is not to be had.
            Err(error @ (Error::Forbidden | Error::NotFound)) => {
                self.settle_pair(&guess, Outcome::Right, &origin).await?;
                Err(error)
            }
            answer => answer,
        }
    }

    async fn refuse_pair<T>(&self, guess: &Guess, origin: &Origin) -> Result<T, Error> {
        let (device, membership) = (guess.at.device, guess.attempt.member());
        self.note(SecurityEvent::DeviceSignInFailed { device, membership }, origin);
        self.settle_pair(guess, Outcome::Wrong, origin).await?;
        Err(Refusal::InvalidCredentials.into())
    }

    async fn settle_pair(&self, guess: &Guess, outcome: Outcome, origin: &Origin) -> Result<(), Error> {
        let (now, guess) = (self.now(), guess.clone());
        let locked = self.store().write(move |tx| guess.settle(tx, outcome, now)).await?;
        if let Some(event) = locked {
            self.note(event, origin);
        }
        Ok(())
    }
}
