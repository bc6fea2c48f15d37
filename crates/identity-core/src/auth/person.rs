//! What makes a signed-in person a principal: the person, the membership and the account, read afresh (R5, R9).

use std::collections::BTreeSet;

use crate::account::AccountSummary;
use crate::actor::{ActingAccount, Actor, Credential, Principal, Who};
use crate::error::Error;
use crate::id::{AccountId, MembershipId, ModuleId, UserId};
use crate::membership::{Membership, MembershipState};
use crate::module::Catalogue;
use crate::port::Transaction;
use crate::user::{User, UserLife};

/// The person, at no account.
///
/// # Errors
/// [`Error::Unauthenticated`] unless the person is neither blocked nor deleted.
pub fn at_person_level(
    tx: &mut dyn Transaction,
    user: UserId,
    credential: Credential,
) -> Result<Principal, Error> {
    let person = live(tx, user)?;
    let actor = Actor { who: Who::Person(user), account: None, modules: BTreeSet::new(), reseller: None };
    Ok(Principal { actor, credential, name: person.name(), account_name: None, not_after: None })
}

/// A person who is neither blocked nor deleted.
///
/// # Errors
/// [`Error::Unauthenticated`].
pub(crate) fn live(tx: &mut dyn Transaction, user: UserId) -> Result<User, Error> {
    tx.users().find(user)?.filter(|user| user.life == UserLife::Live).ok_or(Error::Unauthenticated)
}

/// What a membership gives at this moment.
pub(crate) struct Rights {
    /// The membership, active.
    pub membership: Membership,
    /// Its account, usable.
    pub account: AccountSummary,
    /// Effective modules: those of the groups within those of the default group (R5).
    pub modules: BTreeSet<ModuleId>,
}

impl Rights {
    /// The account as actors carry it.
    pub(crate) fn acting(&self) -> ActingAccount {
        ActingAccount { id: self.account.id, kind: self.account.kind }
    }
}

/// What an active membership of a live person gives in a usable account.
///
/// # Errors
/// [`Error::Unauthenticated`] when the membership is not active or the account not usable.
pub(crate) fn rights(
    tx: &mut dyn Transaction,
    catalogue: &Catalogue,
    account: AccountId,
    membership: MembershipId,
) -> Result<Rights, Error> {
    let membership = tx
        .memberships()
        .find(membership)?
        .filter(|m| m.account == account && m.state == MembershipState::Active)
        .ok_or(Error::Unauthenticated)?;
    let lineage = tx.accounts().lineage(account)?;
    if lineage.is_empty() || !lineage.iter().all(|step| step.is_usable) {
        return Err(Error::Unauthenticated);
    }
    let account = tx.accounts().summaries(&[account])?.pop().ok_or(Error::Unauthenticated)?;
    let groups: Vec<_> = membership.groups.iter().copied().collect();
    let bound: BTreeSet<_> = tx.groups().default_modules(account.id)?.into_iter().collect();
    let granted = tx.groups().modules_of(&groups)?.into_iter().map(|(_, module)| module);
    let modules = granted.filter(|id| bound.contains(id) && catalogue.is_effective(*id)).collect();
    Ok(Rights { membership, account, modules })
}
