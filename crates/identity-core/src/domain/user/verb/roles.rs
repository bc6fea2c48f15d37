//! Roles of a domain user (B11, B12, B14; P-R16–P-R20).

use std::collections::BTreeSet;

use super::{Found, changing, protect_admin};
use crate::domain::role::{Role, Roles};
use crate::domain::user::DomainUser;
use crate::domain::{DomainRefusal, Faults};
use crate::error::Error;
use crate::id::GroupId;
use crate::membership::regroup;
use crate::port::Transaction;
use crate::service::Call;
use crate::value::{Member, Texts};

/// The body of the verbs on several roles.
#[derive(Debug, Clone, Default)]
pub struct RolesInput {
    /// `roles`
    pub roles: Member<Texts>,
}

/// Gives a member these roles instead of those there are (B11).
///
/// # Errors
/// As [`within`](crate::domain::within); [`Error::Forbidden`] without the right, and for modules that the caller does not
/// hold (P-R39); [`Error::NotFound`]; [`Error::Domain`].
pub fn replace_roles(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &str,
    email: &str,
    input: Result<&RolesInput, Error>,
) -> Result<DomainUser, Error> {
    changing(tx, call, domain, email, |tx, call, domain, found| {
        let input = input?;
        let roles = Roles::of(tx, domain.account.id)?;
        let mut faults = Faults::default();
        let wanted = roles.listed(&input.roles, &mut faults);
        let has_admin = wanted.iter().any(|role| role.is_admin());
        faults.unless(wanted.len() <= 1 || !has_admin, DomainRefusal::AdminAlone);
        assign(tx, call, &roles, found, &wanted, faults)
    })
}

/// Gives a member who has one role another one instead (B12).
///
/// # Errors
/// As [`replace_roles`].
pub fn replace_role(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &str,
    email: &str,
    name: &str,
) -> Result<DomainUser, Error> {
    changing(tx, call, domain, email, |tx, call, domain, found| {
        let roles = Roles::of(tx, domain.account.id)?;
        let mut faults = Faults::default();
        faults.unless(roles.shown(&found.0.groups).len() == 1, DomainRefusal::SeveralRoles);
        let wanted: Vec<&Role> = roles.named(name, &mut faults).into_iter().collect();
        assign(tx, call, &roles, found, &wanted, faults)
    })
}

/// Takes roles from a member; those that they do not have make no difference (B14).
///
/// # Errors
/// As [`replace_roles`].
pub fn take_roles(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &str,
    email: &str,
    input: Result<&RolesInput, Error>,
) -> Result<DomainUser, Error> {
    changing(tx, call, domain, email, |tx, call, domain, found| {
        let input = input?;
        let roles = Roles::of(tx, domain.account.id)?;
        let mut faults = Faults::default();
        let taken = groups_of(&roles.listed(&input.roles, &mut faults));
        let left: BTreeSet<GroupId> = found.0.groups.difference(&taken).copied().collect();
        faults.unless(!left.is_empty(), DomainRefusal::RoleNeeded);
        protect_admin(tx, call, &found, &left, &mut faults)?;
        faults.check()?;
        regroup(tx, call, found, left)
    })
}

/// Gives the roles, if neither they nor the caller stand against it.
fn assign(
    tx: &mut dyn Transaction,
    call: &Call,
    roles: &Roles,
    found: Found,
    wanted: &[&Role],
    mut faults: Faults,
) -> Result<Found, Error> {
    Roles::check_grant(call, wanted, &found.0.groups)?;
    protect_admin(tx, call, &found, &groups_of(wanted), &mut faults)?;
    faults.check()?;
    let groups = roles.groups(tx, call, wanted)?;
    regroup(tx, call, found, groups)
}

/// The groups that are there already.
fn groups_of(roles: &[&Role]) -> BTreeSet<GroupId> {
    roles.iter().filter_map(|role| role.group.as_ref()).map(|group| group.id).collect()
}
