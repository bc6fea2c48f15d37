//! Making domain users (B7, B8; P-R22–P-R26).

use std::collections::BTreeSet;

use super::input::{DomainUserInput, Needs};
use super::new::New;
use super::view::{DomainUser, view};
use crate::domain::role::{ADMIN, Role, Roles, is_owner};
use crate::domain::{DomainRefusal, Short, within};
use crate::error::Error;
use crate::membership::MembershipKind;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;

/// Makes an internal user: one who is invited, or a known person who is there at once (B7).
///
/// # Errors
/// Those of [`within`]; [`Error::Forbidden`] without the right, and for a role with modules that the caller does not hold
/// (P-R39); [`Error::Domain`].
pub fn add_internal(
    tx: &mut dyn Transaction,
    call: &Call,
    input: Result<&DomainUserInput, Error>,
) -> Result<DomainUser, Error> {
    add(tx, call, input, MembershipKind::Full)
}

/// Makes an external user, who is there at once (B8).
///
/// # Errors
/// As [`add_internal`].
pub fn add_external(
    tx: &mut dyn Transaction,
    call: &Call,
    input: Result<&DomainUserInput, Error>,
) -> Result<DomainUser, Error> {
    add(tx, call, input, MembershipKind::Regular)
}

fn add(
    tx: &mut dyn Transaction,
    call: &Call,
    input: Result<&DomainUserInput, Error>,
    kind: MembershipKind,
) -> Result<DomainUser, Error> {
    let is_external = kind == MembershipKind::Regular;
    let is_multitenant = call.actor().is_multitenant();
    let named = input.as_ref().ok().and_then(|input| input.domain()).map(str::to_owned);
    let own = call.actor().account_id().filter(|_| !is_multitenant).map(|own| own.to_string());
    let Some(name) = named.or(own) else {
        // Nobody says which domain it is about, so the body is refused for that at the latest.
        input?.read(Needs { is_external, domain: true, user_name: true })?;
        return Err(DomainRefusal::Missing("domain").into());
    };
    within(tx, call, &name, Short::Refused, |tx, call, domain| {
        call.actor().may(Action::MembershipManage, Target::of(domain.account.id))?;
        let input = input?;
        let roles = Roles::of(tx, domain.account.id)?;
        let role = input.role.value().and_then(|name| role_called(&roles, name));
        Roles::check_grant(call, role.as_slice(), &BTreeSet::new())?;
        let known = match input.email() {
            Some(email) => tx.users().find_by_email(&email)?,
            None => None,
        };
        let user_name = known.is_none() || !is_multitenant;
        let wanted = input.read(Needs { is_external, domain: is_multitenant, user_name })?;
        let new = New { domain, kind, wanted, known, role };
        new.check(tx, call)?;
        let groups = roles.groups(tx, call, role.as_slice())?;
        let (membership, user) = new.insert(tx, call, groups)?;
        view(tx, call, domain, membership, user)
    })
}

/// OWNER is no role of its own: it means ADMIN (P-R19).
fn role_called<'r>(roles: &'r Roles, name: &str) -> Option<&'r Role> {
    if is_owner(name) { roles.find(ADMIN) } else { roles.find(name) }
}
