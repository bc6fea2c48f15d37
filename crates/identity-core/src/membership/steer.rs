//! Blocking and unblocking a member in one account, and what follows from a change of state.

use super::rules::keep_administered;
use super::view::audit_object;
use super::{Membership, MembershipKind, MembershipState, MembershipVerb};
use crate::audit::{Documents, Event, Fact};
use crate::auth::Forget;
use crate::error::Error;
use crate::port::Transaction;
use crate::service::Call;
use crate::session::{self, SessionSet};
use crate::user::{User, reproject};

/// Blocks or unblocks a member.
///
/// # Errors
/// [`Error::Transition`] where the table refuses; [`Error::LastAdministrator`].
pub(crate) fn steer(
    tx: &mut dyn Transaction,
    call: &Call,
    stored: Membership,
    mut user: User,
    verb: MembershipVerb,
) -> Result<(Membership, User), Error> {
    let new = stored.clone().steer(verb, call.stamp())?;
    keep_administered(tx, call, &stored, &user, |_| new.state == MembershipState::Active)?;
    tx.memberships().update(&new)?;
    settle(tx, &stored, &new, &mut user)?;
    let mut documents = Documents::default();
    let [before, after] = [&stored, &new].map(|membership| membership.own_status(call.now).as_str());
    documents.note("status", Fact::text(Some(before)), Fact::text(Some(after)));
    call.record(Event::MemberUpdated, audit_object(&new, &user))
        .seen_by(new.account)
        .with(documents)
        .append(tx, call)?;
    Ok((new, user))
}

/// What follows from a change that is stored: sessions that end, and rights that are forgotten (S-R8).
///
/// # Errors
/// Those of the store.
pub(crate) fn settle(
    tx: &mut dyn Transaction,
    stored: &Membership,
    new: &Membership,
    user: &mut User,
) -> Result<(), Error> {
    if stored.state == MembershipState::Active && new.state != MembershipState::Active {
        session::end(tx, SessionSet::OfMembership(new.id))?;
    }
    if stored.kind.is_invited() && new.kind == MembershipKind::Regular {
        session::end(tx, SessionSet::WebOfMembership(new.id))?;
    }
    if new.state != stored.state || new.invitation != stored.invitation {
        reproject(tx, user)?;
    }
    tx.forget(Forget::User(user.id))?;
    Ok(())
}
