//! Disabling and enabling a domain user (B9, B10; P-R29).

use super::{changing, protect};
use crate::domain::user::DomainUser;
use crate::domain::{DomainRefusal, Faults};
use crate::error::Error;
use crate::membership::{MembershipState, MembershipVerb, steer};
use crate::port::Transaction;
use crate::service::Call;

/// Blocks an active member in this domain: sessions end, and bound tokens are refused.
///
/// # Errors
/// As [`within`](crate::domain::within); [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Domain`].
pub fn disable(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &str,
    email: &str,
) -> Result<DomainUser, Error> {
    changing(tx, call, domain, email, |tx, call, _, found| {
        let mut faults = Faults::default();
        faults.unless(found.0.state == MembershipState::Active, DomainRefusal::NotActive);
        protect(tx, call, &found, DomainRefusal::OwnerNotDisabled, &mut faults)?;
        faults.check()?;
        steer(tx, call, found.0, found.1, MembershipVerb::Block)
    })
}

/// Makes a disabled member active again.
///
/// # Errors
/// As [`disable`].
pub fn enable(tx: &mut dyn Transaction, call: &Call, domain: &str, email: &str) -> Result<DomainUser, Error> {
    changing(tx, call, domain, email, |tx, call, _, (stored, user)| {
        if stored.state != MembershipState::Blocked {
            return Err(DomainRefusal::NotDisabled.into());
        }
        steer(tx, call, stored, user, MembershipVerb::Unblock)
    })
}
