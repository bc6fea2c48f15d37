//! Changing a buyer's data, and trying a change out (R42, R43).

use super::leave::leave_groups;
use super::rules::check_candidate;
use super::view::{audit_object, visible};
use super::{Buyer, BuyerInput, BuyerState, BuyerVerb, facts};
use crate::audit::{Event, ObjectKind};
use crate::error::Error;
use crate::icon::{self, Icon, IconOwner};
use crate::id::BuyerId;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;
use crate::value::Member;

/// The buyer, if the actor sees it and may do this to it.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub(super) fn permitted(
    tx: &mut dyn Transaction,
    call: &Call,
    id: BuyerId,
    action: Action,
) -> Result<Buyer, Error> {
    let buyer = visible(tx, call, id)?;
    call.actor().may(action, buyer.account.map(Target::of).unwrap_or_default())?;
    Ok(buyer)
}

/// Changes the members that were sent; equal values change nothing.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Invalid`], [`Error::Transition`] for a deleted buyer, and
/// [`Error::Conflict`] for a taken company contact.
pub fn update(
    tx: &mut dyn Transaction,
    call: &Call,
    id: BuyerId,
    input: Result<&BuyerInput, Error>,
) -> Result<Buyer, Error> {
    let stored = permitted(tx, call, id, Action::BuyerUpdate)?;
    let input = input?;
    input.check_reserved(call, &stored)?;
    let new = changed(tx, call, &stored, input, BuyerVerb::Update)?;
    store_changes(tx, call, &stored, new, &input.icon, Event::BuyerUpdated)
}

/// What an update would make of the buyer; nothing is stored.
///
/// # Errors
/// As [`update`].
pub fn validate(
    tx: &mut dyn Transaction,
    call: &Call,
    id: BuyerId,
    input: Result<&BuyerInput, Error>,
) -> Result<Buyer, Error> {
    let stored = permitted(tx, call, id, Action::BuyerManage)?;
    let candidate = changed(tx, call, &stored, input?, BuyerVerb::Update)?;
    Ok(Buyer { revision: stored.revision, stamps: stored.stamps, ..candidate })
}

/// The buyer with what was sent, after the verb.
pub(super) fn changed(
    tx: &mut dyn Transaction,
    call: &Call,
    stored: &Buyer,
    input: &BuyerInput,
    verb: BuyerVerb,
) -> Result<Buyer, Error> {
    let candidate = input.merge_into(call, Some(stored))?;
    call.expects(stored.tag())?;
    let candidate = candidate.apply(verb, call.stamp())?;
    check_candidate(tx, call, Some(stored), &candidate)?;
    Ok(candidate)
}

/// Stores a changed buyer with its picture and audit record; equal ones change nothing. Both accounts see it move, and it
/// leaves the groups of the one it no longer belongs to (R35).
pub(super) fn store_changes(
    tx: &mut dyn Transaction,
    call: &Call,
    stored: &Buyer,
    new: Buyer,
    icon: &Member<Icon>,
    event: Event,
) -> Result<Buyer, Error> {
    let mut documents = facts::changed(stored, &new);
    icon::replace(tx, IconOwner::Buyer(new.id), icon, &mut documents)?;
    if documents.is_empty() {
        return Ok(stored.clone());
    }
    tx.buyers().update(&new)?;
    let accounts = stored.account.into_iter().chain(new.account);
    let mut record = call.record(event, audit_object(&new)).seen_by_all(accounts).with(documents);
    if stored.account != new.account || new.state == BuyerState::Deleted {
        for group in leave_groups(tx, call, new.id)? {
            record = record.touching(ObjectKind::UserGroup, group);
        }
    }
    record.append(tx, call)?;
    Ok(new)
}
