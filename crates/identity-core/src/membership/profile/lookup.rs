//! Who has a user code (S-R33).

use crate::error::Error;
use crate::id::{AccountId, MembershipId};
use crate::membership::{MembershipState, UserCode};
use crate::port::Transaction;

/// The non-deleted member of the account who has the code, given or by default.
///
/// # Errors
/// Those of the store.
pub fn find_by_user_code(
    tx: &mut dyn Transaction,
    account: AccountId,
    code: &UserCode,
) -> Result<Option<MembershipId>, Error> {
    let Some(owner) = code.owner_by_default() else { return Ok(tx.profiles().find_by_code(account, code)?) };
    let membership = tx.memberships().find(owner)?;
    let is_member =
        |m: &crate::membership::Membership| m.account == account && m.state != MembershipState::Deleted;
    if !membership.as_ref().is_some_and(is_member) {
        return Ok(None);
    }
    let has_another = tx.profiles().find(owner)?.is_some_and(|profile| profile.user_code.is_some());
    Ok((!has_another).then_some(owner))
}
