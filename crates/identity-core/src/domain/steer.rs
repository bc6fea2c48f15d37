//! Disabling, enabling and deleting domains (C4–C6; P-R34, P-R35).

use super::view::no_operations;
use super::{Domain, DomainRefusal, Short, within};
use crate::account::{self, AccountInput, AccountState, AccountVerb};
use crate::error::Error;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;
use crate::state::Repeat;

/// Enables a domain; once more is no change (C5).
///
/// # Errors
/// As [`within`]; [`Error::NotFound`] for an Operations account; [`Error::Forbidden`] without multitenant credentials.
pub fn enable(tx: &mut dyn Transaction, call: &Call, name: &str) -> Result<Domain, Error> {
    steered(tx, call, name, |tx, call, domain| change(tx, call, domain, AccountVerb::Enable))
}

/// Disables a domain; once more is no change (C6).
///
/// # Errors
/// As [`enable`].
pub fn disable(tx: &mut dyn Transaction, call: &Call, name: &str) -> Result<Domain, Error> {
    steered(tx, call, name, |tx, call, domain| change(tx, call, domain, AccountVerb::Disable))
}

/// Deletes a disabled domain with everything in it, for good (C4).
///
/// # Errors
/// As [`enable`]; [`DomainRefusal::StillEnabled`].
pub fn delete(tx: &mut dyn Transaction, call: &Call, name: &str) -> Result<(), Error> {
    steered(tx, call, name, |tx, call, domain| {
        // A disabled account above makes it unusable, and is no reason to delete it.
        if !matches!(domain.account.state, AccountState::Disabled { .. }) {
            return Err(DomainRefusal::StillEnabled.into());
        }
        change(tx, call, domain, AccountVerb::Delete).map(drop)
    })
}

fn steered<T>(
    tx: &mut dyn Transaction,
    call: &Call,
    name: &str,
    work: impl FnOnce(&mut dyn Transaction, &Call, &Domain) -> Result<T, Error>,
) -> Result<T, Error> {
    within(tx, call, name, Short::Refused, |tx, call, domain| {
        no_operations(domain)?;
        call.actor().may(Action::DomainSteer, Target::of(domain.account.id))?;
        work(tx, call, domain)
    })
}

fn change(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &Domain,
    verb: AccountVerb,
) -> Result<Domain, Error> {
    let (stored, nothing) = (domain.account.clone(), AccountInput::default());
    let account = account::change(tx, call, stored, verb, &nothing, Repeat::Accept)?;
    Ok(Domain { account, ..domain.clone() })
}
