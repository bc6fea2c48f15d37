//! Which account a request is about, and with whose rights (P-R2, P-R3).

use std::collections::BTreeSet;

use super::{Domain, DomainName, DomainRefusal};
use crate::account::{Account, AccountState, Naming};
use crate::actor::{ActingAccount, Actor, Principal};
use crate::auth::held_by_admins;
use crate::error::Error;
use crate::id::AccountId;
use crate::membership::Membership;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;
use crate::value::AccountSlug;

/// Whether a child account may be called by its slug alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Short {
    /// Where the path says `{accountName}`: the credential's own account, unless by a reseller key.
    Own,
    /// Nowhere else.
    Refused,
}

/// Runs a use case on the account of that name, with the rights that the credential has there: its own everywhere but
/// with a reseller key, which is ADMIN of each direct child (P-R3). Whether those rights suffice is for the use case to
/// ask of the [`Call`] it is given.
///
/// # Errors
/// [`Error::NotFound`] for an account that does not exist or is out of reach; [`DomainRefusal::FullNameNeeded`]; those
/// of the use case.
pub fn within<T>(
    tx: &mut dyn Transaction,
    call: &Call,
    name: &str,
    short: Short,
    work: impl FnOnce(&mut dyn Transaction, &Call, &Domain) -> Result<T, Error>,
) -> Result<T, Error> {
    let name = DomainName::parse(name).ok_or(Error::NotFound)?;
    let account = resolve(tx, call, &name, short)?;
    let domain = Domain::of(tx, account)?;
    if call.actor().reseller.is_none() {
        return work(tx, call, &domain);
    }
    let principal = administrator_of(tx, call, &domain.account)?;
    work(tx, &Call { principal: &principal, ..*call }, &domain)
}

/// Refuses what has no account of its own to be about to who manages no members anywhere (B1, B4, B13).
///
/// # Errors
/// [`Error::Forbidden`].
pub(super) fn check_manages(call: &Call) -> Result<(), Error> {
    let actor = call.actor();
    if actor.is_multitenant() {
        return Ok(());
    }
    let own = actor.account_id().ok_or(Error::Forbidden)?;
    actor.may(Action::MembershipManage, Target::of(own))
}

/// Those of the memberships that are in accounts within the credential's reach.
///
/// # Errors
/// Those of the store.
pub(super) fn reached(
    tx: &mut dyn Transaction,
    call: &Call,
    memberships: Vec<Membership>,
) -> Result<Vec<Membership>, Error> {
    let ids: BTreeSet<AccountId> = memberships.iter().map(|membership| membership.account).collect();
    let mut accounts = BTreeSet::new();
    for id in ids {
        let account = tx.accounts().find(id)?.filter(|account| is_reached(call.actor(), account));
        accounts.extend(account.map(|account| account.id));
    }
    Ok(memberships.into_iter().filter(|membership| accounts.contains(&membership.account)).collect())
}

fn is_reached(actor: &Actor, account: &Account) -> bool {
    let is_there = match actor.reseller {
        Some(reseller) => account.parent == Some(reseller.id),
        None => actor.is_operator() || actor.account_id() == Some(account.id),
    };
    is_there && account.state != AccountState::Deleted
}

/// The reseller's key as what it is in a child account: all that the account's administrators may.
fn administrator_of(tx: &mut dyn Transaction, call: &Call, account: &Account) -> Result<Principal, Error> {
    let modules = held_by_admins(tx, &call.tools.catalogue, account.id)?;
    let acting = ActingAccount { id: account.id, kind: account.kind };
    let actor = Actor { account: Some(acting), modules, ..call.actor().clone() };
    Ok(Principal { actor, ..call.principal.clone() })
}

fn resolve(tx: &mut dyn Transaction, call: &Call, name: &DomainName, short: Short) -> Result<Account, Error> {
    let actor = call.actor();
    let found = if let Some(reseller) = actor.reseller {
        child(tx, reseller.id, name)?
    } else if actor.is_operator() {
        anywhere(tx, name)?
    } else {
        own(tx, actor.account_id(), name, short)?
    };
    found.filter(|account| account.state != AccountState::Deleted).ok_or(Error::NotFound)
}

/// A direct child of the reseller's account.
fn child(tx: &mut dyn Transaction, reseller: AccountId, name: &DomainName) -> Result<Option<Account>, Error> {
    let child = |tx: &mut dyn Transaction, slug: &AccountSlug| -> Result<Option<Account>, Error> {
        Ok(tx.accounts().named(slug, &Naming::Below(reseller))?.pop())
    };
    match name {
        DomainName::Id(id) => Ok(tx.accounts().find(*id)?.filter(|account| account.parent == Some(reseller))),
        DomainName::Full(slug, parent) => {
            let above = tx.accounts().find(reseller)?.and_then(|account| account.slug);
            if above.as_ref() == Some(parent) { child(tx, slug) } else { Ok(None) }
        }
        DomainName::Slug(slug) => short_of(child(tx, slug)?.is_some()),
    }
}

/// Any account: what Operations reaches.
fn anywhere(tx: &mut dyn Transaction, name: &DomainName) -> Result<Option<Account>, Error> {
    let mut found = match name {
        DomainName::Id(id) => return Ok(tx.accounts().find(*id)?),
        DomainName::Full(slug, parent) => tx.accounts().named(slug, &Naming::BelowNamed(parent.clone()))?,
        DomainName::Slug(slug) => {
            let found = tx.accounts().named(slug, &Naming::Root)?;
            if found.is_empty() {
                return short_of(!tx.accounts().named(slug, &Naming::Anywhere)?.is_empty());
            }
            found
        }
    };
    if found.len() > 1 {
        return Err(DomainRefusal::FullNameNeeded.into());
    }
    Ok(found.pop())
}

/// The credential's own account, by any of its names.
fn own(
    tx: &mut dyn Transaction,
    own: Option<AccountId>,
    name: &DomainName,
    short: Short,
) -> Result<Option<Account>, Error> {
    let account = match own {
        Some(own) => tx.accounts().find(own)?,
        None => None,
    };
    let Some(domain) = account.map(|account| Domain::of(tx, account)).transpose()? else { return Ok(None) };
    let own_slug = domain.account.slug.as_ref();
    let is_named = match name {
        DomainName::Id(id) => *id == domain.account.id,
        DomainName::Full(slug, parent) => {
            own_slug == Some(slug) && domain.parent_slug.as_ref() == Some(parent)
        }
        DomainName::Slug(slug) if own_slug != Some(slug) => false,
        DomainName::Slug(_) if domain.account.parent.is_some() && short == Short::Refused => {
            return short_of(true);
        }
        DomainName::Slug(_) => true,
    };
    Ok(is_named.then_some(domain.account))
}

/// A slug alone that is the short name of a child account needs the rest.
fn short_of(is_child: bool) -> Result<Option<Account>, Error> {
    if is_child { Err(DomainRefusal::FullNameNeeded.into()) } else { Ok(None) }
}
