//! Making a buyer (R43).

use super::rules::check_candidate;
use super::view::audit_object;
use super::{Buyer, BuyerInput, facts};
use crate::audit::Event;
use crate::error::Error;
use crate::icon::{self, IconOwner};
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;

/// Makes a buyer, of an account or of none; its state is what its data amounts to.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::Invalid`], and [`Error::Conflict`] for a taken company contact.
pub fn create(
    tx: &mut dyn Transaction,
    call: &Call,
    input: Result<&BuyerInput, Error>,
) -> Result<Buyer, Error> {
    call.actor().may(Action::BuyerManage, Target::default())?;
    let input = input?;
    let mut buyer = input.merge_into(call, None)?;
    check_candidate(tx, call, None, &buyer)?;
    buyer.state = buyer.derived_state();
    call.place(|id| {
        buyer.id = id;
        tx.buyers().insert(&buyer)
    })?;
    let mut documents = facts::created(&buyer);
    icon::replace(tx, IconOwner::Buyer(buyer.id), &input.icon, &mut documents)?;
    call.record(Event::BuyerCreated, audit_object(&buyer))
        .seen_by_all(buyer.account)
        .with(documents)
        .append(tx, call)?;
    Ok(buyer)
}
