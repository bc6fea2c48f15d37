//! Making a domain (C2; P-R33, P-R36, P-R37).

use super::input::{DomainInput, Wanted};
use super::{Domain, DomainRefusal, Faults};
use crate::account::{self, Account, AccountKind, AccountState, DomainScope, LEVELS_MAX, Naming, Undisabled};
use crate::error::Error;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;
use crate::value::{AccountSlug, Member, Text};

/// Makes a Client account with its default group and without members: below the reseller's account, or where the name
/// says (P-R33).
///
/// # Errors
/// [`Error::Forbidden`] without multitenant credentials, [`Error::NotFound`] for an account above that does not exist or
/// is out of reach, and [`Error::Domain`].
pub fn create(
    tx: &mut dyn Transaction,
    call: &Call,
    input: Result<&DomainInput, Error>,
) -> Result<Domain, Error> {
    let above = call.actor().reseller.map(|reseller| reseller.id);
    call.actor().may(Action::DomainCreate, Target { account: above, person: None })?;
    let mut faults = Faults::default();
    let wanted = input?.read(&mut faults);
    let parent = match &wanted.slug {
        Some(_) => parent(tx, call, wanted.tail.as_ref(), &mut faults)?,
        None => None,
    };
    if let Some(slug) = &wanted.slug {
        check_place(tx, call, parent.as_ref(), slug, &mut faults)?;
    }
    let new = faults.finish(build(call, wanted, parent.as_ref()))?;
    let account = account::insert(tx, call, new, &Member::Absent)?;
    Ok(Domain { account, parent_slug: parent.and_then(|parent| parent.slug) })
}

/// The account above: the reseller's own, which a tail has to name; with Operations the one that the tail names.
fn parent(
    tx: &mut dyn Transaction,
    call: &Call,
    tail: Option<&AccountSlug>,
    faults: &mut Faults,
) -> Result<Option<Account>, Error> {
    if let Some(reseller) = call.actor().reseller {
        let own = tx.accounts().find(reseller.id)?.ok_or(Error::NotFound)?;
        let is_named = tail.is_none_or(|tail| own.slug.as_ref() == Some(tail));
        return if is_named { Ok(Some(own)) } else { Err(Error::NotFound) };
    }
    let Some(tail) = tail else { return Ok(None) };
    let mut found = tx.accounts().named(tail, &Naming::Anywhere)?;
    // No Operations account is in a tree (R10).
    found.retain(|account| account.kind != AccountKind::Operations);
    faults.unless(found.len() <= 1, DomainRefusal::FullNameNeeded);
    found.pop().map(Some).ok_or(Error::NotFound)
}

/// A name that is free, and room for one more.
fn check_place(
    tx: &mut dyn Transaction,
    call: &Call,
    parent: Option<&Account>,
    slug: &AccountSlug,
    faults: &mut Faults,
) -> Result<(), Error> {
    let above = parent.map(|parent| parent.id);
    faults.unless(!tx.accounts().is_slug_taken(above, slug)?, DomainRefusal::NameTaken);
    if let Some(above) = above {
        let children = tx.accounts().count_domains(DomainScope::Below(above))?;
        let has_room = children < call.tools.settings.limits.children_max.into();
        let levels = tx.accounts().lineage(above)?.len();
        faults.unless(has_room && levels < LEVELS_MAX, DomainRefusal::LimitReached);
    }
    Ok(())
}

fn build(call: &Call, wanted: Wanted, parent: Option<&Account>) -> Option<Account> {
    let (slug, plan) = wanted.slug.zip(wanted.plan)?;
    let mut account = Account::new(AccountKind::Client, Text::from_stored(slug.to_string()), call.stamp());
    account.parent = parent.map(|parent| parent.id);
    account.slug = Some(slug);
    account.plan = Some(plan);
    if wanted.is_disabled {
        account.state = AccountState::Disabled { before: Undisabled::Enabled };
        account.stamps.disabled = Some(call.stamp());
    }
    Some(account)
}
