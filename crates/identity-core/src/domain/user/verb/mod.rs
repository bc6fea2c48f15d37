//! The verbs on domain users, and what they have in common.

mod owner;
mod remove;
mod roles;
mod steer;
#[cfg(test)]
mod tests;

pub use owner::transfer;
pub use remove::remove;
pub use roles::{RolesInput, replace_role, replace_roles, take_roles};
pub use steer::{disable, enable};

use std::collections::BTreeSet;

use crate::domain::user::find::find_by_email;
use crate::domain::user::view::{DomainUser, view};
use crate::domain::{Domain, DomainRefusal, Faults, Short, acting_person, within};
use crate::error::Error;
use crate::id::GroupId;
use crate::membership::{Membership, keep_administered, loses_default};
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;
use crate::user::User;

/// A member of a domain with their person.
type Found = (Membership, User);

/// Runs a verb on the domain user with that e-mail.
///
/// # Errors
/// As [`within`]; [`Error::Forbidden`]; [`Error::NotFound`]; those of the verb.
fn on_user<T>(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &str,
    email: &str,
    verb: impl FnOnce(&mut dyn Transaction, &Call, &Domain, Found) -> Result<T, Error>,
) -> Result<T, Error> {
    within(tx, call, domain, Short::Refused, |tx, call, domain| {
        call.actor().may(Action::MembershipManage, Target::of(domain.account.id))?;
        let found = find_by_email(tx, domain, email)?;
        verb(tx, call, domain, found)
    })
}

/// The same for a verb that leaves a member to be shown.
///
/// # Errors
/// As [`on_user`].
fn changing(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &str,
    email: &str,
    verb: impl FnOnce(&mut dyn Transaction, &Call, &Domain, Found) -> Result<Found, Error>,
) -> Result<DomainUser, Error> {
    on_user(tx, call, domain, email, |tx, call, domain, found| {
        let (membership, user) = verb(tx, call, domain, found)?;
        view(tx, call, domain, membership, user)
    })
}

/// Notes what stands against taking a member out of use: the owner stays (P-R20), as does the last ADMIN, and nobody does
/// this to themselves.
///
/// # Errors
/// Those of the store.
fn protect(
    tx: &mut dyn Transaction,
    call: &Call,
    (stored, user): &Found,
    owner: DomainRefusal,
    faults: &mut Faults,
) -> Result<(), Error> {
    faults.unless(!stored.is_owner, owner);
    note_last_admin(keep_administered(tx, call, stored, user, |_| false), faults)?;
    faults.unless(acting_person(tx, call)? != Some(user.id), DomainRefusal::OwnMembership);
    Ok(())
}

/// Notes what stands against a change to these groups: the owner and the last ADMIN keep the default group (P-R20).
///
/// # Errors
/// Those of the store.
fn protect_admin(
    tx: &mut dyn Transaction,
    call: &Call,
    (stored, user): &Found,
    groups: &BTreeSet<GroupId>,
    faults: &mut Faults,
) -> Result<(), Error> {
    faults.unless(!stored.is_owner || !loses_default(tx, stored, groups)?, DomainRefusal::OwnerKeepsAdmin);
    let kept = keep_administered(tx, call, stored, user, |default| groups.contains(&default));
    note_last_admin(kept, faults)
}

fn note_last_admin(kept: Result<(), Error>, faults: &mut Faults) -> Result<(), Error> {
    match kept {
        Err(Error::LastAdministrator) => {
            faults.note(DomainRefusal::LastAdmin);
            Ok(())
        }
        other => other,
    }
}
