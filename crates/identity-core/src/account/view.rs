//! An account with the references that its representation shows, and the reads that lists and single objects make.

use super::{Account, AccountRow, AccountSummary};
use crate::audit::{AuditObject, ObjectKind};
use crate::error::Error;
use crate::group::{GroupLink, GroupScope, GroupSummary, GroupView, GroupWants};
use crate::icon::{Icon, IconOwner};
use crate::id::AccountId;
use crate::link::{Linkable, Linked, Want, in_full, links};
use crate::list::{Page, Query};
use crate::port::Transaction;
use crate::service::{ActorNames, Call};
use crate::state::Stamp;

/// Parts of a representation that cost a statement and are shown on demand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountWants {
    /// `parent`; read as a reference in any case.
    pub parent: Want<AccountWants>,
    /// `groups`
    pub groups: Want<GroupWants>,
    /// `audit`
    pub audit: bool,
}

/// An account as it is shown.
#[derive(Debug, Clone)]
pub struct AccountView {
    /// The account.
    pub account: Account,
    /// Its parent.
    pub parent: Option<AccountLink>,
    /// Its groups, if wanted.
    pub groups: Vec<GroupLink>,
    /// Names of who did what, if wanted.
    pub names: ActorNames,
}

/// A reference to an account, or more of it.
pub type AccountLink = Linked<AccountSummary, AccountView>;

/// The account, if the actor sees it.
///
/// # Errors
/// [`Error::NotFound`] otherwise.
pub fn visible(tx: &mut dyn Transaction, call: &Call, id: AccountId) -> Result<Account, Error> {
    tx.accounts().find_in(call.actor().account_scope(), id)?.ok_or(Error::NotFound)
}

/// The account's picture, for those who see the account; without one it is drawn from the identifier.
///
/// # Errors
/// [`Error::NotFound`]; those of the store.
pub fn icon(tx: &mut dyn Transaction, call: &Call, id: AccountId) -> Result<Option<Icon>, Error> {
    visible(tx, call, id)?;
    Ok(tx.icons().find(IconOwner::Account(id))?)
}

/// One account as it is shown.
///
/// # Errors
/// [`Error::NotFound`]; those of the store.
pub fn get(
    tx: &mut dyn Transaction,
    call: &Call,
    id: AccountId,
    wants: &AccountWants,
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
    wants: &AccountWants,
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
    wants: &AccountWants,
) -> Result<AccountView, Error> {
    views(tx, call, vec![account], wants)?.pop().ok_or(Error::NotFound)
}

/// Groups of the accounts, as far as the actor sees them (R2).
fn groups(
    tx: &mut dyn Transaction,
    call: &Call,
    ids: &[AccountId],
    want: &Want<GroupWants>,
) -> Result<Vec<(AccountId, GroupLink)>, Error> {
    let seen = match (want, call.actor().group_scope()) {
        (Want::Nothing, _) | (_, GroupScope::Nothing) => Vec::new(),
        (_, GroupScope::All | GroupScope::Account { .. }) => tx.groups().summaries_of_accounts(ids)?,
        (_, GroupScope::OfMember(account, person)) => match tx.memberships().find_pair(account, person)? {
            None => Vec::new(),
            Some(membership) => {
                let mut all = tx.groups().summaries_of_accounts(&[membership.account])?;
                all.retain(|(_, group)| membership.groups.contains(&group.id));
                all
            }
        },
    };
    let full = in_full::<GroupView>(tx, call, seen.iter().map(|(_, group)| group.id), want)?;
    let link = |(account, summary): (AccountId, GroupSummary)| {
        let full = full.get(&summary.id).cloned();
        (account, Linked { summary, full })
    };
    Ok(seen.into_iter().map(link).collect())
}

/// Adds what representations show, in a bounded number of statements.
fn views(
    tx: &mut dyn Transaction,
    call: &Call,
    accounts: Vec<Account>,
    wants: &AccountWants,
) -> Result<Vec<AccountView>, Error> {
    let parents = accounts.iter().filter_map(|account| account.parent);
    let parents = links::<AccountView>(tx, call, parents, wants.parent.or_reference())?;
    let ids: Vec<_> = accounts.iter().map(|account| account.id).collect();
    let groups = groups(tx, call, &ids, &wants.groups)?;
    let names = if wants.audit {
        ActorNames::read(tx, accounts.iter().flat_map(|account| account.stamps.all()))?
    } else {
        ActorNames::default()
    };
    Ok(accounts
        .into_iter()
        .map(|account| AccountView {
            parent: account.parent.and_then(|id| parents.get(&id).cloned()),
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

impl Linkable for AccountView {
    type Id = AccountId;
    type Summary = AccountSummary;
    type Wants = AccountWants;

    fn views(
        tx: &mut dyn Transaction,
        call: &Call,
        ids: &[AccountId],
        wants: &AccountWants,
    ) -> Result<Vec<Self>, Error> {
        let seen = tx.accounts().find_many_in(call.actor().account_scope(), ids)?;
        views(tx, call, seen, wants)
    }

    fn summaries(tx: &mut dyn Transaction, ids: &[AccountId]) -> Result<Vec<AccountSummary>, Error> {
        Ok(tx.accounts().summaries(ids)?)
    }

    fn summary(&self) -> AccountSummary {
        self.account.summary()
    }

    fn id_of(summary: &AccountSummary) -> AccountId {
        summary.id
    }
}

impl super::AccountStamps {
    /// All of them.
    pub(crate) fn all(&self) -> [Option<Stamp>; 6] {
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
