//! Who may enter a tenant, and what for (S-R3, S-R21, S-R25).

use crate::actor::{Credential, Principal};
use crate::error::Error;
use crate::id::{AccountId, MembershipId, UserId};
use crate::membership::{Membership, MembershipState};
use crate::module::ACCESS_MANAGEMENT;
use crate::port::Transaction;
use crate::refusal::Refusal;
use crate::service::Call;
use crate::user::User;

/// The caller's own membership in the tenant that the credential is for; any other tenant is refused alike, whatever it
/// is (S-R3).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`].
pub(super) fn entered(principal: &Principal, tenant: AccountId) -> Result<MembershipId, Error> {
    let is_there = principal.actor.account_id() == Some(tenant);
    let membership = match principal.credential {
        Credential::Access { membership, .. }
        | Credential::DeviceAccess { membership, .. }
        | Credential::Integration { membership, .. } => Some(membership),
        _ => None,
    };
    membership.filter(|_| is_there).ok_or_else(|| Refusal::TenantAccessDenied.into())
}

/// The caller manages the members of the tenant, and not from a device (§2.2).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], then [`Error::Forbidden`].
pub(crate) fn administered(principal: &Principal, tenant: AccountId) -> Result<(), Error> {
    entered(principal, tenant)?;
    let is_device = matches!(principal.credential, Credential::DeviceAccess { .. });
    if is_device || !principal.actor.modules.contains(&ACCESS_MANAGEMENT) {
        return Err(Error::Forbidden);
    }
    Ok(())
}

/// A member of the tenant with their person.
///
/// # Errors
/// [`Error::NotFound`], alike for an unknown one, a deleted one and one of another tenant.
pub(super) fn member(
    tx: &mut dyn Transaction,
    tenant: AccountId,
    id: MembershipId,
) -> Result<(Membership, User), Error> {
    let found = tx.memberships().find(id)?;
    let membership = found.filter(|m| m.account == tenant && m.state != MembershipState::Deleted);
    with_person(tx, membership.ok_or(Error::NotFound)?)
}

/// The membership with its person, which a foreign key promises.
///
/// # Errors
/// [`Error::Internal`] when the promise is broken.
pub(super) fn with_person(
    tx: &mut dyn Transaction,
    membership: Membership,
) -> Result<(Membership, User), Error> {
    let user = tx.users().find(membership.user)?;
    let user = user.ok_or_else(|| Error::Internal(format!("{} has no person", membership.id)))?;
    Ok((membership, user))
}

/// The person behind the credential: of an integration token, the one whose rights it has.
///
/// # Errors
/// [`Error::Unauthenticated`] when none is.
pub(super) fn caller(tx: &mut dyn Transaction, call: &Call) -> Result<UserId, Error> {
    if let Some(person) = call.actor().person() {
        return Ok(person);
    }
    let membership = call.principal.credential.membership().ok_or(Error::Unauthenticated)?;
    Ok(tx.memberships().find(membership)?.ok_or(Error::Unauthenticated)?.user)
}

/// Whether the membership is the caller's own: nobody does certain things to themselves (S-R36).
pub(super) fn is_own(call: &Call, membership: &Membership) -> bool {
    call.actor().person() == Some(membership.user)
        || call.principal.credential.membership() == Some(membership.id)
}

/// The caller's memberships that are shown (S-R21): Active or with an open question, in usable accounts, oldest first.
/// An integration token sees its own tenant only, and so does a token of channel device, unless the member set the PIN
/// by the web: then it is the person who signed in.
///
/// # Errors
/// Those of the store.
pub(super) fn listed(tx: &mut dyn Transaction, call: &Call) -> Result<Vec<Membership>, Error> {
    let user = caller(tx, call)?;
    let only = match call.principal.credential {
        Credential::Auth(_) | Credential::Access { .. } => None,
        Credential::DeviceAccess { membership, .. }
            if tx.pins().find(membership)?.is_some_and(|pin| pin.is_own_by_web) =>
        {
            None
        }
        other => Some(other.membership()),
    };
    let mut memberships = tx.memberships().of_user(user)?;
    memberships.retain(|membership| {
        let is_shown = matches!(membership.state, MembershipState::Active | MembershipState::Invited);
        is_shown && only.is_none_or(|own| own == Some(membership.id))
    });
    let accounts: Vec<AccountId> = memberships.iter().map(|membership| membership.account).collect();
    let usable = if accounts.is_empty() { Vec::new() } else { tx.accounts().usable(&accounts)? };
    memberships.retain(|membership| usable.contains(&membership.account));
    Ok(memberships)
}
