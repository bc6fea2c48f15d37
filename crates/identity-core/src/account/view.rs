//! An account with the references that its representation shows, and the reads that lists and single objects make.

use super::{Account, AccountRow, AccountSummary};
use crate::audit::{AuditObject, ObjectKind};
use crate::error::Error;
use crate::group::{GroupScope, GroupSummary};
use crate::id::AccountId;
use crate::list::{Page, Query};
use crate::port::Transaction;
use crate::service::{ActorNames, Call};
use crate::state::Stamp;

/// Parts of a representation that cost a statement and are shown on demand.
#[derive(Debug, Clone, Copy, Default)]
pub struct AccountWants {
    /// `groups`
    pub groups: bool,
    /// `audit`
    pub audit: bool,
}

/// An account as it is shown.
#[derive(Debug, Clone)]
pub struct AccountView {
    /// The account.
    pub account: Account,
    /// Its parent.
    pub parent: Option<AccountSummary>,
    /// Its groups, if wanted.
    pub groups: Vec<GroupSummary>,
    /// Names of who did what, if wanted.
    pub names: ActorNames,
}

/// The account, if the actor sees it.
///
/// # Errors
/// [`Error::NotFound`] otherwise.
pub fn visible(tx: &mut dyn Transaction, call: &Call, id: AccountId) -> Result<Account, Error> {
    tx.accounts().find_in(call.actor().account_scope(), id)?.ok_or(Error::NotFound)
}

/// One account as it is shown.
///
/// # Errors
/// [`Error::NotFound`]; those of the store.
pub fn get(
    tx: &mut dyn Transaction,
    call: &Call,
    id: AccountId,
    wants: AccountWants,
) -> Result<AccountView, Error> {
    let account = visible(tx, call, id)?;
    view(tx, call, account, wants)
}

/// One page as it is shown.
///
/// # Errors
/// Those of the store.
pub fn list(
    tx: &mut dyn Transaction,
    call: &Call,
    query: &Query<AccountRow>,
    wants: AccountWants,
) -> Result<Page<AccountView>, Error> {
    let page = tx.accounts().page(call.actor().account_scope(), query)?;
    page.try_map(|items| views(tx, call, items, wants))
}

/// Adds what a representation shows to one account.
///
/// # Errors
/// Those of the store.
pub fn view(
    tx: &mut dyn Transaction,
    call: &Call,
    account: Account,
    wants: AccountWants,
) -> Result<AccountView, Error> {
    views(tx, call, vec![account], wants)?.pop().ok_or(Error::NotFound)
}

/// Groups of the accounts, as far as the actor sees them (R2).
fn groups(
    tx: &mut dyn Transaction,
    call: &Call,
    ids: &[AccountId],
) -> Result<Vec<(AccountId, GroupSummary)>, Error> {
    let seen = match call.actor().group_scope() {
        GroupScope::All | GroupScope::Account(_) => return Ok(tx.groups().summaries_of_accounts(ids)?),
        GroupScope::Nothing => return Ok(Vec::new()),
        GroupScope::OfMember(account, person) => tx.memberships().find_pair(account, person)?,
    };
    let Some(membership) = seen else { return Ok(Vec::new()) };
    let all = tx.groups().summaries_of_accounts(&[membership.account])?;
    Ok(all.into_iter().filter(|(_, group)| membership.groups.contains(&group.id)).collect())
}

/// Adds what representations show, in a bounded number of statements.
fn views(
    tx: &mut dyn Transaction,
    call: &Call,
    accounts: Vec<Account>,
    wants: AccountWants,
) -> Result<Vec<AccountView>, Error> {
    let parents: Vec<_> = accounts.iter().filter_map(|account| account.parent).collect();
    let parents = if parents.is_empty() { Vec::new() } else { tx.accounts().summaries(&parents)? };
    let ids: Vec<_> = accounts.iter().map(|account| account.id).collect();
    let groups = if wants.groups { groups(tx, call, &ids)? } else { Vec::new() };
    let names = if wants.audit {
        ActorNames::read(tx, accounts.iter().flat_map(|account| account.stamps.all()))?
    } else {
        ActorNames::default()
    };
    Ok(accounts
        .into_iter()
        .map(|account| AccountView {
            parent: account.parent.and_then(|id| parents.iter().find(|p| p.id == id).cloned()),
            groups: groups
                .iter()
                .filter(|(id, _)| *id == account.id)
                .map(|(_, group)| group.clone())
                .collect(),
            names: names.clone(),
            account,
        })
        .collect())
}

impl super::AccountStamps {
    fn all(&self) -> [Option<Stamp>; 6] {
        [self.created, self.updated, self.activated, self.deactivated, self.disabled, self.enabled]
    }
}

/// What an audit record is about.
pub(crate) fn audit_object(account: &Account) -> AuditObject {
    AuditObject {
        kind: ObjectKind::Account,
        id: account.id.to_string(),
        name: account.name.to_string(),
        revision: account.revision,
    }
}
