//! Handing a domain over (B16; P-R19, P-R20).

use super::{Found, changing};
use crate::audit::{Documents, Event, Fact, ObjectKind};
use crate::domain::user::DomainUser;
use crate::domain::{Domain, DomainRefusal, acting_person};
use crate::error::Error;
use crate::membership::{Membership, audit_object, is_active_administrator};
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;

/// Makes an active internal ADMIN the owner; the former owner stays ADMIN. Multitenant credentials and the owner may do
/// so, and while there is no owner, whoever manages members.
///
/// # Errors
/// As [`within`](crate::domain::within); [`Error::Forbidden`]; [`Error::NotFound`]; [`DomainRefusal::TransferTarget`].
pub fn transfer(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &str,
    email: &str,
) -> Result<DomainUser, Error> {
    changing(tx, call, domain, email, |tx, call, domain, found| {
        let former = tx.memberships().owner(domain.account.id)?;
        check_caller(tx, call, domain, former.as_ref())?;
        let default = tx.groups().default_of(domain.account.id)?;
        let is_admin = default.is_some_and(|default| is_active_administrator(&found.0, &found.1, default.id));
        if !is_admin || found.0.is_owner {
            return Err(DomainRefusal::TransferTarget.into());
        }
        hand_over(tx, call, former, found)
    })
}

fn check_caller(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &Domain,
    owner: Option<&Membership>,
) -> Result<(), Error> {
    let Some(owner) = owner else { return Ok(()) };
    if acting_person(tx, call)? == Some(owner.user) {
        return Ok(());
    }
    call.actor().may(Action::DomainSteer, Target::of(domain.account.id))
}

fn hand_over(
    tx: &mut dyn Transaction,
    call: &Call,
    former: Option<Membership>,
    (stored, user): Found,
) -> Result<Found, Error> {
    let mut documents = Documents::default();
    let before = former.as_ref().map(|former| former.id);
    documents.note("owner", Fact::text(before.as_ref()), Fact::text(Some(&stored.id)));
    // There is never more than one, not even between two statements.
    if let Some(former) = former {
        tx.memberships().update(&Membership { is_owner: false, ..former }.touched(call.stamp()))?;
    }
    let new = Membership { is_owner: true, ..stored }.touched(call.stamp());
    tx.memberships().update(&new)?;
    let record = call.record(Event::OwnerChanged, audit_object(&new, &user)).seen_by(new.account);
    let record = match before {
        Some(former) => record.touching(ObjectKind::AccountUser, former),
        None => record,
    };
    record.with(documents).append(tx, call)?;
    Ok((new, user))
}
