//! Changing a person's profile, and switching the account the person enters next (R28, R31).

use super::{User, UserInput, UserVerb, audit_object, facts, visible};
use crate::account::{is_usable, viewers_of};
use crate::audit::Event;
use crate::auth::Forget;
use crate::error::Error;
use crate::icon::{self, IconOwner};
use crate::id::{AccountId, UserId};
use crate::membership::MembershipState;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;
use crate::value::Member;

/// Changes the members that were sent; equal values change nothing.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Transition`] for a deleted person, [`Error::Invalid`].
pub fn update(
    tx: &mut dyn Transaction,
    call: &Call,
    id: UserId,
    input: Result<&UserInput, Error>,
) -> Result<User, Error> {
    let stored = visible(tx, call, id)?;
    call.actor().may(Action::UserUpdate, Target::person(id))?;
    let input = input?;
    let switches = input.current_account.differs(stored.current_account.as_ref(), |text| {
        text.parse::<AccountId>().map_err(|_| crate::value::BadText(crate::error::REFERENCE_NOT_FOUND.into()))
    });
    if switches {
        call.actor().may(Action::UserSwitch, Target::person(id))?;
    }
    let mut new = input.merge_into(&stored, "")?;
    call.expects(stored.tag(call.now))?;
    stored.life.after(stored.status(call.now), UserVerb::Update)?;
    if switches {
        new.current_account = Some(switch_target(tx, &stored, &input.current_account)?);
    }
    let mut documents = facts::changed(&stored, &new);
    icon::replace(tx, IconOwner::User(id), &input.icon, &mut documents)?;
    if documents.is_empty() {
        return Ok(stored);
    }
    new.revision += 1;
    new.stamps.updated = Some(call.stamp());
    tx.users().update(&new)?;
    tx.forget(Forget::User(id))?;
    let only_switched = switches && new.current_account != stored.current_account && documents.len() == 1;
    let event = if only_switched { Event::AccountSwitched } else { Event::UserUpdated };
    let viewers = viewers_of(tx, call, &[id])?;
    call.record(event, audit_object(&new)).seen_by_all(viewers).with(documents).append(tx, call)?;
    Ok(new)
}

/// The account to enter next: one in which the person is active and which is usable (R28).
fn switch_target(tx: &mut dyn Transaction, user: &User, member: &Member<String>) -> Result<AccountId, Error> {
    let refused =
        || Error::invalid("currentAccount", "Must be a usable account that you are an active member of.");
    let id: AccountId = member.value().and_then(|text| text.parse().ok()).ok_or_else(refused)?;
    let membership = tx.memberships().find_pair(id, user.id)?;
    let is_active = membership.is_some_and(|m| m.state == MembershipState::Active);
    if is_active && is_usable(tx, id)? { Ok(id) } else { Err(refused()) }
}
