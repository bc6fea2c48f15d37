//! Rules about a buyer that need the store (R43, R45).

use super::Buyer;
use crate::account::AccountKind;
use crate::error::{Error, REFERENCE_NOT_FOUND};
use crate::id::AccountId;
use crate::port::Transaction;
use crate::service::Call;

/// Checks what the candidate would change against everything else.
///
/// # Errors
/// [`Error::Invalid`] keyed `account.id` or `contact.user.id`; [`Error::Conflict`] for a taken company contact.
pub(super) fn check_candidate(
    tx: &mut dyn Transaction,
    call: &Call,
    stored: Option<&Buyer>,
    new: &Buyer,
) -> Result<(), Error> {
    if let Some(account) = new.account
        && stored.is_none_or(|old| old.account != new.account)
    {
        check_account(tx, call, account)?;
    }
    if let Some(user) = new.contact.user
        && stored.is_none_or(|old| old.contact.user != new.contact.user)
        && tx.users().find_in(call.actor().user_scope(), user)?.is_none()
    {
        return Err(Error::invalid("contact.user.id", REFERENCE_NOT_FOUND));
    }
    let contact = |buyer: &Buyer| buyer.external_ids.erp_company_contact.clone();
    if let Some(wanted) = contact(new)
        && stored.and_then(contact).as_ref() != Some(&wanted)
        && tx.buyers().find_by_erp_company_contact(&wanted)?.is_some()
    {
        return Err(Error::conflict("externalIds.erpCompanyContact", "Is used by another buyer."));
    }
    Ok(())
}

/// A buyer belongs to a Client account.
///
/// # Errors
/// [`Error::Invalid`] keyed `account.id`.
pub(super) fn check_account(tx: &mut dyn Transaction, call: &Call, id: AccountId) -> Result<(), Error> {
    match tx.accounts().find_in(call.actor().account_scope(), id)? {
        None => Err(Error::invalid("account.id", REFERENCE_NOT_FOUND)),
        Some(account) if account.kind != AccountKind::Client => {
            Err(Error::invalid("account.id", "Must be a Client account."))
        }
        Some(_) => Ok(()),
    }
}
