//! Deleting a buyer (R35, R46).

use super::BuyerVerb;
use super::update::{permitted, store_changes};
use crate::audit::Event;
use crate::error::Error;
use crate::id::BuyerId;
use crate::policy::Action;
use crate::port::Transaction;
use crate::service::Call;
use crate::value::Member;

/// Deletes a buyer for good; it leaves the groups that list it, and its company contact is free again (R43).
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Transition`] for one that is deleted already.
pub fn delete(tx: &mut dyn Transaction, call: &Call, id: BuyerId) -> Result<(), Error> {
    let stored = permitted(tx, call, id, Action::BuyerManage)?;
    call.expects(stored.tag())?;
    let deleted = stored.clone().apply(BuyerVerb::Delete, call.stamp())?;
    store_changes(tx, call, &stored, deleted, &Member::Absent, Event::BuyerDeleted).map(drop)
}
