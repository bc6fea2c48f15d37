//! Whether an account may be used, and who may see what happens to its people (R8, R49).

use super::AccountState;
use crate::error::Error;
use crate::id::{AccountId, UserId};
use crate::port::Transaction;
use crate::service::Call;

/// Whether neither the account nor any of its ancestors is disabled or deleted (R8).
///
/// # Errors
/// Those of the store.
pub fn is_usable(tx: &mut dyn Transaction, id: AccountId) -> Result<bool, Error> {
    let lineage = tx.accounts().lineage(id)?;
    Ok(!lineage.is_empty() && lineage.iter().all(|step| step.is_usable))
}

/// Whether the account was deleted (R8).
///
/// # Errors
/// Those of the store.
pub(crate) fn is_deleted(tx: &mut dyn Transaction, id: AccountId) -> Result<bool, Error> {
    Ok(tx.accounts().find(id)?.is_none_or(|account| account.state == AccountState::Deleted))
}

/// Accounts that may see an act on people: for an act of O+, every account they are members of (R49).
///
/// # Errors
/// Those of the store.
pub(crate) fn viewers_of(
    tx: &mut dyn Transaction,
    call: &Call,
    people: &[UserId],
) -> Result<Vec<AccountId>, Error> {
    let mut accounts = Vec::new();
    if call.actor().is_operator() {
        for person in people {
            accounts.extend(tx.memberships().of_user(*person)?.iter().map(|membership| membership.account));
        }
    }
    Ok(accounts)
}
