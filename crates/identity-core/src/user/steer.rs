//! Blocking, unblocking and deleting a person (R21, R26, R27).

use super::{User, UserVerb, audit_object, facts, visible};
use crate::account::viewers_of;
use crate::audit::{Event, ObjectKind};
use crate::auth::Forget;
use crate::error::Error;
use crate::id::UserId;
use crate::membership::{MembershipVerb, keep_operations_administered};
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;
use crate::session::{self, SessionSet};

/// Blocks or unblocks a person everywhere.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Transition`], [`Error::Rule`] for oneself,
/// [`Error::LastAdministrator`] in the Operations account.
pub fn block(tx: &mut dyn Transaction, call: &Call, id: UserId, verb: UserVerb) -> Result<User, Error> {
    let stored = steerable(tx, call, id)?;
    let new = stored.clone().apply(verb, call.stamp())?;
    if verb == UserVerb::Block {
        keep_operations_administered(tx, &stored)?;
        session::end(tx, SessionSet::OfUser { user: id, except: None })?;
    }
    tx.users().update(&new)?;
    tx.forget(Forget::User(id))?;
    let event = if verb == UserVerb::Block { Event::UserBlocked } else { Event::UserUnblocked };
    let viewers = viewers_of(tx, call, &[id])?;
    call.record(event, audit_object(&new))
        .seen_by_all(viewers)
        .with(facts::changed(&stored, &new))
        .append(tx, call)?;
    Ok(new)
}

/// Deletes a person softly: remaining memberships end, the second factor goes, the e-mail is free again, the identifier
/// is not (R27).
///
/// # Errors
/// As [`block`].
pub fn delete(tx: &mut dyn Transaction, call: &Call, id: UserId) -> Result<(), Error> {
    let stored = steerable(tx, call, id)?;
    let mut new = stored.clone().apply(UserVerb::Delete, call.stamp())?;
    keep_operations_administered(tx, &stored)?;
    let viewers = viewers_of(tx, call, &[id])?;
    let mut record = call.record(Event::UserDeleted, audit_object(&new)).seen_by_all(viewers);
    for membership in tx.memberships().of_user(id)? {
        let ended = membership.end(MembershipVerb::Remove, call.stamp())?;
        tx.memberships().update(&ended)?;
        crate::membership::ended(tx, call, ended.id)?;
        record = record.touching(ObjectKind::AccountUser, ended.id);
    }
    session::end(tx, SessionSet::OfUser { user: id, except: None })?;
    tx.second_factors().remove(id)?;
    new.current_account = None;
    new.standing = super::standing_of(&tx.memberships().glances(id)?);
    tx.users().update(&new)?;
    tx.forget(Forget::User(id))?;
    record.with(facts::changed(&stored, &new)).append(tx, call)
}

fn steerable(tx: &mut dyn Transaction, call: &Call, id: UserId) -> Result<User, Error> {
    let user = visible(tx, call, id)?;
    call.actor().may(Action::UserSteer, Target::person(id))?;
    call.expects(user.tag(call.now))?;
    if call.actor().person() == Some(id) {
        return Err(Error::Rule("Nobody blocks, unblocks or deletes themselves."));
    }
    Ok(user)
}
