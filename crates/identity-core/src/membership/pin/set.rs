//! Storing a PIN, as a part of a use case that is recorded as a whole.

use super::attempt::subject;
use super::{OwnPin, Pin, StoredPin, TEMPORARY_SPAN};
use crate::actor::CredentialKind;
use crate::error::Error;
use crate::membership::{Membership, UserCode};
use crate::outbox::Notice;
use crate::port::Transaction;
use crate::refusal::Refusal;
use crate::service::{Call, Identity};
use crate::session::{self, SessionSet};
use crate::throttle;
use crate::user::PasswordHash;

/// A PIN and its hash, ready for a transaction.
#[derive(Clone)]
pub struct NewPin {
    pub(super) pin: Pin,
    pub(super) hash: PasswordHash,
}

impl Identity {
    /// Hashes a PIN. Never called inside a transaction.
    ///
    /// # Errors
    /// [`Error::Overloaded`] before anything was hashed.
    pub async fn hash_pin(&self, pin: Pin) -> Result<NewPin, Error> {
        let hash = self.hasher().hash(pin.secret().clone()).await?;
        Ok(NewPin { pin, hash })
    }
}

/// Sets a member's PIN as an administrator (T4, T6): good for seven days, until the member sets another. Failures are
/// forgotten and the member is told (S-R19). The caller knows that this may be done, and records it with `password`
/// masked.
///
/// # Errors
/// [`Refusal::WeakPin`] if the member signs in with the same code.
pub fn set_temporary(
    tx: &mut dyn Transaction,
    call: &Call,
    membership: &Membership,
    code: &UserCode,
    new: &NewPin,
) -> Result<(), Error> {
    new.pin.check_code(code)?;
    let pin = StoredPin {
        membership: membership.id,
        hash: new.hash.clone(),
        temporary_until: Some(call.now.plus(TEMPORARY_SPAN)),
        is_own_by_web: false,
        is_void: false,
        set_at: call.now,
    };
    store(tx, call, &pin)?;
    throttle::clear(tx, &subject(&*call.tools.digester, membership.id))?;
    Ok(tx.outbox().push(&Notice::PinSet { membership: membership.id }, call.now)?)
}

/// Sets the own PIN (U6, S-R30). One that is void stays so until an administrator sets another (S-R17). The caller
/// records it with `password` masked.
///
/// # Errors
/// [`Refusal::WeakPin`] as above; [`Error::Forbidden`] while the PIN is void; [`Refusal::CurrentPasswordWrong`] if another
/// PIN was set since the current one was verified.
pub fn set_own(
    tx: &mut dyn Transaction,
    call: &Call,
    membership: &Membership,
    code: &UserCode,
    own: &OwnPin,
) -> Result<(), Error> {
    own.new.pin.check_code(code)?;
    let stored = tx.pins().find(membership.id)?;
    if stored.as_ref().is_some_and(|pin| pin.is_void) {
        return Err(Error::Forbidden);
    }
    if own.verified.is_some() && stored.map(|pin| pin.hash) != own.verified {
        return Err(Refusal::CurrentPasswordWrong.into());
    }
    let pin = StoredPin {
        membership: membership.id,
        hash: own.new.hash.clone(),
        temporary_until: None,
        is_own_by_web: call.principal.credential.kind() == CredentialKind::Access,
        is_void: false,
        set_at: call.now,
    };
    store(tx, call, &pin)
}

/// Whoever signed in with the PIN before has to do so again; the session that asks stays (S-R8).
fn store(tx: &mut dyn Transaction, call: &Call, pin: &StoredPin) -> Result<(), Error> {
    tx.pins().save(pin)?;
    let (membership, except) = (pin.membership, call.principal.credential.session());
    session::end(tx, SessionSet::DevicesOfMembership { membership, except })?;
    Ok(())
}
