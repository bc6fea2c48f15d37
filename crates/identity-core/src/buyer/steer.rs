//! Moving a buyer through its states (platform.md §4).

use super::update::{changed, permitted, store_changes};
use super::{Buyer, BuyerInput, BuyerVerb};
use crate::audit::Event;
use crate::error::Error;
use crate::id::BuyerId;
use crate::policy::Action;
use crate::port::Transaction;
use crate::service::Call;
use crate::value::Member;

/// Activates, deactivates, disables or enables. `activate` also stores the external ids that were sent; the other
/// verbs read nothing of the input.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Transition`], and for `activate` those of an update.
pub fn steer(
    tx: &mut dyn Transaction,
    call: &Call,
    id: BuyerId,
    verb: BuyerVerb,
    input: Result<&BuyerInput, Error>,
) -> Result<Buyer, Error> {
    let (action, event) = match verb {
        BuyerVerb::Activate => (Action::BuyerManage, Event::BuyerActivated),
        BuyerVerb::Deactivate => (Action::BuyerManage, Event::BuyerDeactivated),
        BuyerVerb::Disable => (Action::BuyerUpdate, Event::BuyerDisabled),
        BuyerVerb::Enable => (Action::BuyerUpdate, Event::BuyerEnabled),
        BuyerVerb::Transfer | BuyerVerb::Update | BuyerVerb::Delete => {
            return Err(Error::Internal("this verb has a use case of its own".into()));
        }
    };
    let stored = permitted(tx, call, id, action)?;
    let external_ids = input?.external_ids.clone();
    let sent = if verb == BuyerVerb::Activate {
        BuyerInput { external_ids, ..BuyerInput::default() }
    } else {
        BuyerInput::default()
    };
    let new = changed(tx, call, &stored, &sent, verb)?;
    store_changes(tx, call, &stored, new, &Member::Absent, event)
}
