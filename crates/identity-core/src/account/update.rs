//! Changing an account's data, and trying a change out (R10, R11, R13).

use super::rules::check_candidate;
use super::slug;
use super::{Account, AccountInput, audit_object, facts, is_usable, visible};
use crate::audit::Event;
use crate::auth::Forget;
use crate::error::Error;
use crate::icon::{self, Icon, IconOwner};
use crate::id::AccountId;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;
use crate::session::{self, SessionSet};
use crate::value::Member;

/// Changes the members that were sent; equal values change nothing.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Invalid`], [`Error::PreconditionFailed`], and
/// [`Error::Conflict`] for a taken external id.
pub fn update(
    tx: &mut dyn Transaction,
    call: &Call,
    id: AccountId,
    input: Result<&AccountInput, Error>,
) -> Result<Account, Error> {
    let stored = visible(tx, call, id)?;
    call.actor().may(Action::AccountUpdate, Target::of(id))?;
    let input = input?;
    input.check_reserved(call, &stored)?;
    let mut candidate = input.merge_into(&stored)?;
    call.expects(stored.tag())?;
    check_candidate(tx, Some(&stored), &candidate)?;
    if candidate.parent != stored.parent {
        slug::settle(tx, &mut candidate)?;
    }
    store_changes(tx, call, &stored, candidate, &input.icon, Event::AccountUpdated)
}

/// What an update would make of the account; nothing is stored.
///
/// # Errors
/// As [`update`].
pub fn validate(
    tx: &mut dyn Transaction,
    call: &Call,
    id: AccountId,
    input: Result<&AccountInput, Error>,
) -> Result<Account, Error> {
    let stored = visible(tx, call, id)?;
    call.actor().may(Action::AccountSteer, Target::of(id))?;
    let candidate = input?.merge_into(&stored)?;
    call.expects(stored.tag())?;
    check_candidate(tx, Some(&stored), &candidate)?;
    Ok(candidate)
}

/// Stores a changed account with its picture and audit record; equal ones change nothing.
pub(super) fn store_changes(
    tx: &mut dyn Transaction,
    call: &Call,
    stored: &Account,
    mut new: Account,
    icon: &Member<Icon>,
    event: Event,
) -> Result<Account, Error> {
    let mut documents = facts::changed(stored, &new);
    icon::replace(tx, IconOwner::Account(new.id), icon, &mut documents)?;
    if documents.is_empty() {
        return Ok(stored.clone());
    }
    if new.revision == stored.revision {
        new.revision += 1;
        new.stamps.updated = Some(call.stamp());
    }
    tx.accounts().update(&new)?;
    if stored.is_token_retrievable && !new.is_token_retrievable {
        tx.api_tokens().erase_sealed(new.id)?;
    }
    // Usability of a whole subtree hangs on state and place; a name shows in audit only.
    let reach = stored.parent != new.parent || stored.state != new.state;
    if reach && !is_usable(tx, new.id)? {
        session::end(tx, SessionSet::Below(new.id))?;
    }
    tx.forget(if reach { Forget::Everything } else { Forget::Account(new.id) })?;
    call.record(event, audit_object(&new)).seen_by(new.id).with(documents).append(tx, call)?;
    Ok(new)
}
