//! Entering an account with a session at person level (U5, S-R20).

use super::tokens::{claims_of, place};
use super::{Begun, Level, Session};
use crate::actor::{ActorRef, Credential};
use crate::auth::{Forget, may_enter, principal_of};
use crate::error::Error;
use crate::id::{AccountId, SessionId};
use crate::membership::{Membership, MembershipState};
use crate::port::Transaction;
use crate::refusal::Refusal;
use crate::service::Call;
use crate::session::ChannelName;
use crate::state::Stamp;

/// Enters an account: the session in it is one per session at person level and membership, and used again.
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], whatever keeps the person out; [`Error::Unauthenticated`] unless an auth token asks.
pub fn enter(tx: &mut dyn Transaction, call: &Call, account: AccountId) -> Result<Begun, Error> {
    let Credential::Auth(parent) = call.principal.credential else { return Err(Error::Unauthenticated) };
    let user = call.actor().person().ok_or(Error::Unauthenticated)?;
    let membership = tx.memberships().find_pair(account, user)?.filter(|membership| {
        membership.state == MembershipState::Active && may_enter(membership.kind, ChannelName::Web)
    });
    let membership = membership.ok_or(Refusal::TenantAccessDenied)?;
    let session = session_in(tx, call, parent, &membership)?;
    let principal = principal_of(tx, &call.tools.catalogue, &session).map_err(|error| match error {
        Error::Unauthenticated => Refusal::TenantAccessDenied.into(),
        other => other,
    })?;
    note_entry(tx, call, membership)?;
    let claims = claims_of(call.tools, &session, &principal, call.now);
    Ok(Begun { session, claims, secret: None })
}

fn session_in(
    tx: &mut dyn Transaction,
    call: &Call,
    parent: SessionId,
    membership: &Membership,
) -> Result<Session, Error> {
    let above = tx.sessions().find(parent)?.ok_or(Error::Unauthenticated)?;
    if let Some(session) = tx.sessions().find_web(parent, membership.id)? {
        let session = Session { last_used_at: call.now, expires_at: above.expires_at, ..session };
        tx.sessions().note_use(&session)?;
        return Ok(session);
    }
    let level = Level::Web { parent, account: membership.account, membership: membership.id };
    let session = Session {
        id: SessionId::new(0),
        user: membership.user,
        level,
        refresh: None,
        cookie: None,
        created_at: call.now,
        last_used_at: call.now,
        // It ends with the one that it lives in (S-R6).
        expires_at: above.expires_at,
        ip: call.origin.ip.clone(),
        user_agent: call.origin.user_agent.clone(),
    };
    place(tx, call, session)
}

/// Entering is a use of the membership and no change of it; whoever enters has joined (S-R22, R20).
pub(crate) fn note_entry(tx: &mut dyn Transaction, call: &Call, membership: Membership) -> Result<(), Error> {
    let stamp = Some(Stamp { at: call.now, by: Some(ActorRef::User(membership.user)) });
    let mut entered = membership;
    if !entered.is_joined() {
        entered.stamps.joined = stamp;
        tx.forget(Forget::User(entered.user))?;
    }
    entered.stamps.access = stamp;
    entered.stamps.login = stamp;
    Ok(tx.memberships().update(&entered)?)
}
