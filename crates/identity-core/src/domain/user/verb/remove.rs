//! Deleting a domain user (B15; P-R30).

use super::{on_user, protect};
use crate::domain::{DomainRefusal, Faults};
use crate::error::Error;
use crate::membership::end;
use crate::port::Transaction;
use crate::service::Call;

/// Ends the membership with everything that hangs on it.
///
/// # Errors
/// As [`within`](crate::domain::within); [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Domain`].
pub fn remove(tx: &mut dyn Transaction, call: &Call, domain: &str, email: &str) -> Result<(), Error> {
    on_user(tx, call, domain, email, |tx, call, _, found| {
        let mut faults = Faults::default();
        protect(tx, call, &found, DomainRefusal::OwnerNotDeleted, &mut faults)?;
        faults.check()?;
        end(tx, call, found.0, found.1)
    })
}
