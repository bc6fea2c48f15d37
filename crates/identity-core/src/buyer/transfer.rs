//! Handing a buyer to another account (R45).

use super::input::account_id;
use super::rules::check_account;
use super::update::{permitted, store_changes};
use super::{Buyer, BuyerVerb};
use crate::audit::Event;
use crate::error::Error;
use crate::id::BuyerId;
use crate::policy::Action;
use crate::port::Transaction;
use crate::service::Call;
use crate::value::{Form, Member};

/// Hands the buyer to another Client account; it leaves the groups of the old one (R35).
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Invalid`] keyed `account.id`, [`Error::Transition`] for a buyer
/// of no account and a deleted one.
pub fn transfer(
    tx: &mut dyn Transaction,
    call: &Call,
    id: BuyerId,
    account: Result<&Member<String>, Error>,
) -> Result<Buyer, Error> {
    let stored = permitted(tx, call, id, Action::BuyerManage)?;
    let mut form = Form::default();
    let account = form.required("account.id", account?, None, account_id);
    let account = form.finish(account)?;
    call.expects(stored.tag())?;
    let moved = Buyer { account: Some(account), ..stored.clone() };
    let moved = moved.apply(BuyerVerb::Transfer, call.stamp())?;
    check_account(tx, call, account)?;
    if stored.account == moved.account {
        return Err(Error::invalid("account.id", "Must be another account than the present one."));
    }
    store_changes(tx, call, &stored, moved, &Member::Absent, Event::BuyerTransferred)
}
