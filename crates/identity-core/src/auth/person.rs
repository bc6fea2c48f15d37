//! What makes a signed-in person a principal: the person, the membership and the account, read afresh (R5, R9).

use std::collections::BTreeSet;

use crate::account::AccountSummary;
use crate::actor::{ActingAccount, Actor, Principal, Who};
use crate::error::Error;
use crate::id::{AccountId, UserId};
use crate::membership::MembershipState;
use crate::module::Catalogue;
use crate::port::Transaction;
use crate::user::{User, UserLife};

/// The principal of a session of `user` in `account`, or at person level without one.
///
/// # Errors
/// [`Error::Unauthenticated`] when the person is not live, the membership not active, or the account unusable.
pub fn enter(
    tx: &mut dyn Transaction,
    catalogue: &Catalogue,
    user: UserId,
    account: Option<AccountId>,
) -> Result<Principal, Error> {
    let person = tx.users().find(user)?.filter(|u| u.life == UserLife::Live).ok_or(Error::Unauthenticated)?;
    let (acting, modules) = match account {
        Some(account) => rights_in(tx, catalogue, &person, account)?,
        None => (None, BTreeSet::new()),
    };
    let account_name = acting.as_ref().map(|summary| summary.name.to_string());
    let account = acting.map(|summary| ActingAccount { id: summary.id, kind: summary.kind });
    let actor = Actor { who: Who::Person(user), account, modules };
    Ok(Principal { actor, name: person.name(), account_name, not_after: None })
}

type Rights = (Option<AccountSummary>, BTreeSet<crate::id::ModuleId>);

fn rights_in(
    tx: &mut dyn Transaction,
    catalogue: &Catalogue,
    person: &User,
    account: AccountId,
) -> Result<Rights, Error> {
    let membership = tx
        .memberships()
        .find_pair(account, person.id)?
        .filter(|m| m.state == MembershipState::Active)
        .ok_or(Error::Unauthenticated)?;
    let lineage = tx.accounts().lineage(account)?;
    if lineage.is_empty() || !lineage.iter().all(|step| step.is_usable) {
        return Err(Error::Unauthenticated);
    }
    let own = tx.accounts().summaries(&[account])?.pop().ok_or(Error::Unauthenticated)?;
    let groups: Vec<_> = membership.groups.iter().copied().collect();
    let bound: BTreeSet<_> = tx.groups().default_modules(account)?.into_iter().collect();
    let granted = tx.groups().modules_of(&groups)?.into_iter().map(|(_, module)| module);
    let modules = granted.filter(|id| bound.contains(id) && catalogue.is_effective(*id)).collect();
    Ok((Some(own), modules))
}

/// Reads a person's rights again inside the transaction of a write.
///
/// # Errors
/// As [`enter`].
pub(super) fn refresh(
    tx: &mut dyn Transaction,
    catalogue: &Catalogue,
    principal: &Principal,
    user: UserId,
) -> Result<Principal, Error> {
    enter(tx, catalogue, user, principal.actor.account_id())
}
