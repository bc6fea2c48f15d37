//! Removing a tenant user, and inviting one again (T7, T8; S-R36–S-R38).

use super::access::{administered, is_own, member};
use super::view::{TenantUser, view};
use crate::error::Error;
use crate::id::{AccountId, MembershipId};
use crate::membership::{MembershipStatus, MembershipVerb, end, keep_administered, renew};
use crate::port::Transaction;
use crate::refusal::Refusal;
use crate::service::Call;

/// Ends a membership with everything that hangs on it (T7).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], [`Error::Forbidden`], [`Error::NotFound`], and the conflicts of S-R36.
pub fn remove(
    tx: &mut dyn Transaction,
    call: &Call,
    tenant: AccountId,
    id: MembershipId,
) -> Result<(), Error> {
    administered(call.principal, tenant)?;
    let (stored, user) = member(tx, tenant, id)?;
    if is_own(call, &stored) {
        return Err(Refusal::SelfForbidden.into());
    }
    if stored.is_owner {
        return Err(Refusal::OwnerProtected.into());
    }
    keep_administered(tx, call, &stored, &user, |_| false)?;
    end(tx, call, stored, user)
}

/// Mints a new invitation and mails it; the old one is void (T8).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], [`Error::Forbidden`], [`Error::NotFound`], [`Refusal::NotPending`],
/// [`Error::Throttled`].
pub fn invite_again(
    tx: &mut dyn Transaction,
    call: &Call,
    tenant: AccountId,
    id: MembershipId,
) -> Result<TenantUser, Error> {
    administered(call.principal, tenant)?;
    let (stored, user) = member(tx, tenant, id)?;
    let verb = match stored.own_status(call.now) {
        MembershipStatus::Invited => MembershipVerb::Resend,
        MembershipStatus::InvitationExpired => MembershipVerb::SendNew,
        _ => return Err(Refusal::NotPending.into()),
    };
    // The code goes out by mail alone, whoever asks (S-R38).
    let renewed = renew(tx, call, stored, user, verb)?;
    view(tx, call, renewed.membership, renewed.user)
}
