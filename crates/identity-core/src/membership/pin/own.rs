//! What U6 does before its transaction begins: the current PIN is verified, the new one hashed (S-R30).

use super::{Attempt, NewPin, Outcome, Pin, StoredPin};
use crate::actor::Principal;
use crate::audit::Origin;
use crate::error::Error;
use crate::id::MembershipId;
use crate::port::{Reading, Transaction};
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::service::Identity;
use crate::user::PasswordHash;

/// A PIN that a member sets, and the hash of the one that was verified, if one was sent.
#[derive(Clone)]
pub struct OwnPin {
    pub(super) new: NewPin,
    pub(super) verified: Option<PasswordHash>,
}

impl Identity {
    /// Prepares a member's own PIN. A wrong current one counts as a failed sign-in does; nothing is verified while those
    /// have to wait (S-R17).
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for a credential without membership; [`Refusal::CurrentPasswordWrong`];
    /// [`Refusal::WeakPin`] for the temporary PIN once more (S-R19); [`Error::Overloaded`].
    pub async fn prepare_own_pin(
        &self,
        principal: &Principal,
        origin: &Origin,
        pin: Pin,
        current: Option<Secret>,
    ) -> Result<OwnPin, Error> {
        let membership = principal.credential.membership().ok_or(Error::Unauthenticated)?;
        let verified = match current {
            Some(current) => Some(self.verify_current(origin, membership, current).await?),
            None => None,
        };
        self.check_is_another(membership, &pin).await?;
        Ok(OwnPin { new: self.hash_pin(pin).await?, verified })
    }

    /// Verifies a member's current PIN where nothing is set (S-R30).
    ///
    /// # Errors
    /// As [`prepare_own_pin`](Self::prepare_own_pin).
    pub async fn check_current_pin(
        &self,
        principal: &Principal,
        origin: &Origin,
        current: Secret,
    ) -> Result<(), Error> {
        let membership = principal.credential.membership().ok_or(Error::Unauthenticated)?;
        self.verify_current(origin, membership, current).await.map(drop)
    }

    async fn verify_current(
        &self,
        origin: &Origin,
        membership: MembershipId,
        current: Secret,
    ) -> Result<PasswordHash, Error> {
        let (now, digester) = (self.now(), self.tools().digester.clone());
        let attempt = self.store().write(move |tx| Attempt::begin(tx, &*digester, membership, now)).await?;
        let hash = attempt.hash();
        let verified = self.hasher().verify(current, hash.clone()).await;
        let outcome = match verified {
            Ok(true) => Outcome::Right,
            Ok(false) => Outcome::Wrong,
            Err(_) => Outcome::Unknown,
        };
        let settle = move |tx: &mut dyn Transaction| attempt.settle(tx, outcome, now);
        if let Some(locked) = self.store().write(settle).await? {
            self.note(locked, origin);
        }
        let is_right = verified?;
        hash.filter(|_| is_right).ok_or_else(|| Refusal::CurrentPasswordWrong.into())
    }

    /// A temporary PIN is replaced by another one, not by itself.
    async fn check_is_another(&self, membership: MembershipId, pin: &Pin) -> Result<(), Error> {
        let stored = self.store().read(Reading::Point, move |tx| Ok(tx.pins().find(membership)?)).await?;
        let Some(stored) = stored.filter(StoredPin::must_change) else { return Ok(()) };
        if self.hasher().verify(pin.secret().clone(), Some(stored.hash)).await? {
            return Err(Refusal::WeakPin("the temporary PIN".into()).into());
        }
        Ok(())
    }
}
