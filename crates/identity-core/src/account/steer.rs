//! Moving an account through its states (platform.md §4, R9, R12).

use super::delete::delete;
use super::update::store_changes;
use super::{Account, AccountInput, AccountVerb, visible};
use crate::audit::Event;
use crate::error::Error;
use crate::id::AccountId;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;
use crate::state::Repeat;
use crate::value::Member;

/// Applies a verb. `activate` also stores the name and external id that were sent, and needs the latter.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::PreconditionFailed`], [`Error::Transition`], and for `activate` those of an update.
pub fn steer(
    tx: &mut dyn Transaction,
    call: &Call,
    id: AccountId,
    verb: AccountVerb,
    input: Result<&AccountInput, Error>,
    repeat: Repeat,
) -> Result<Account, Error> {
    let stored = visible(tx, call, id)?;
    call.actor().may(Action::AccountSteer, Target::of(id))?;
    let sent = reserved_to(verb, input?);
    sent.merge_into(&stored)?;
    call.expects(stored.tag())?;
    change(tx, call, stored, verb, &sent, repeat)
}

/// Moves an account that may be moved.
///
/// # Errors
/// [`Error::Transition`], and for `activate` those of an update.
pub(crate) fn change(
    tx: &mut dyn Transaction,
    call: &Call,
    stored: Account,
    verb: AccountVerb,
    sent: &AccountInput,
    repeat: Repeat,
) -> Result<Account, Error> {
    let Some(moved) = stored.clone().apply(verb, repeat, call.stamp())? else {
        return Ok(stored);
    };
    let event = match verb {
        AccountVerb::Activate => return activate(tx, call, &stored, moved, sent),
        AccountVerb::Delete => return delete(tx, call, &stored, moved),
        AccountVerb::Deactivate => Event::AccountDeactivated,
        AccountVerb::Disable => Event::AccountDisabled,
        AccountVerb::Enable => Event::AccountEnabled,
    };
    store_changes(tx, call, &stored, moved, &Member::Absent, event)
}

/// What a verb reads of its body.
fn reserved_to(verb: AccountVerb, input: &AccountInput) -> AccountInput {
    if verb != AccountVerb::Activate {
        return AccountInput::default();
    }
    let (name, external_id) = (input.name.clone(), input.external_id.clone());
    AccountInput { name, external_id, ..AccountInput::default() }
}

fn activate(
    tx: &mut dyn Transaction,
    call: &Call,
    stored: &Account,
    moved: Account,
    sent: &AccountInput,
) -> Result<Account, Error> {
    let candidate = sent.merge_into(&moved)?;
    if candidate.external_id.is_none() {
        return Err(Error::invalid("externalId", "Must not be empty."));
    }
    super::rules::check_candidate(tx, Some(stored), &candidate)?;
    store_changes(tx, call, stored, candidate, &Member::Absent, Event::AccountActivated)
}
