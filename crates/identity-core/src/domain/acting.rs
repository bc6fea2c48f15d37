//! The person for whom a token speaks (provisioning.md §1.3).

use crate::actor::{ActorRef, Credential};
use crate::error::Error;
use crate::id::{AccountId, UserId};
use crate::membership::{Membership, MembershipState};
use crate::port::Transaction;
use crate::service::Call;
use crate::user::UserLife;

/// The holder of the calling token, if they also made it and are an active member of its account: a token made for
/// somebody else never speaks for them, and a signature for nobody.
///
/// # Errors
/// Those of the store.
pub fn acting_person(tx: &mut dyn Transaction, call: &Call) -> Result<Option<UserId>, Error> {
    let (Credential::Api(id) | Credential::Integration { token: id, .. }) = call.principal.credential else {
        return Ok(None);
    };
    let Some(token) = tx.api_tokens().find(id)? else { return Ok(None) };
    let Some(holder) = token.holder.filter(|holder| token.creator == Some(ActorRef::User(*holder))) else {
        return Ok(None);
    };
    Ok(active_member(tx, token.account, holder)?.map(|_| holder))
}

/// The active membership of a person who is neither blocked nor deleted.
///
/// # Errors
/// Those of the store.
pub(super) fn active_member(
    tx: &mut dyn Transaction,
    account: AccountId,
    user: UserId,
) -> Result<Option<Membership>, Error> {
    let membership = tx.memberships().find_pair(account, user)?;
    let active = membership.filter(|membership| membership.state == MembershipState::Active);
    let is_live = tx.users().find(user)?.is_some_and(|user| user.life == UserLife::Live);
    Ok(active.filter(|_| is_live))
}
