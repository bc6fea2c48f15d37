//! Who manages the devices of an account.

use crate::actor::{ActingAccount, CredentialKind};
use crate::error::Error;
use crate::id::AccountId;
use crate::module::ACCESS_MANAGEMENT;
use crate::refusal::Refusal;
use crate::service::Call;

/// Holders of `access-management`, by the web or by an integration token, in the account that they act in (S-R3, D1–D4).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`] for another account; [`Error::Forbidden`].
pub(super) fn check_manager(call: &Call, tenant: AccountId) -> Result<ActingAccount, Error> {
    let account = call.actor().account.filter(|account| account.id == tenant);
    let account = account.ok_or(Refusal::TenantAccessDenied)?;
    let comes_this_way =
        matches!(call.principal.credential.kind(), CredentialKind::Access | CredentialKind::Integration);
    if comes_this_way && call.actor().modules.contains(&ACCESS_MANAGEMENT) {
        Ok(account)
    } else {
        Err(Error::Forbidden)
    }
}
