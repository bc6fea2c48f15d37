//! A person's accounts: the list, and marking favourites.

use super::{audit_object, visible};
use crate::account::AccountSummary;
use crate::audit::{Documents, Event, Fact, ObjectKind};
use crate::condition::Tag;
use crate::error::Error;
use crate::id::{AccountId, UserId};
use crate::list::Page;
use crate::membership::Membership;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;
use crate::timestamp::Timestamp;

/// One account of a person.
#[derive(Debug, Clone)]
pub struct OwnAccount {
    /// The account.
    pub account: AccountSummary,
    /// The membership in it.
    pub membership: Membership,
}

impl OwnAccount {
    /// What tells this state from others: the membership's tag.
    pub fn tag(&self, now: Timestamp) -> Tag {
        self.membership.tag(now)
    }
}

/// All accounts the person has a non-deleted membership in, oldest first; at most `limit` from `offset`.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub fn accounts(
    tx: &mut dyn Transaction,
    call: &Call,
    id: UserId,
    limit: u32,
    offset: u64,
) -> Result<Page<OwnAccount>, Error> {
    visible(tx, call, id)?;
    call.actor().may(Action::UserUpdate, Target::person(id))?;
    let memberships = tx.memberships().of_user(id)?;
    let total = memberships.len() as u64;
    let ids: Vec<_> = memberships.iter().map(|m| m.account).collect();
    let summaries = tx.accounts().summaries(&ids)?;
    let items = memberships
        .into_iter()
        .skip(usize::try_from(offset).unwrap_or(usize::MAX))
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
        .filter_map(|membership| {
            let account = summaries.iter().find(|summary| summary.id == membership.account)?.clone();
            Some(OwnAccount { account, membership })
        })
        .collect();
    Ok(Page { items, total, next: None })
}

/// Marks or unmarks one of the person's accounts.
///
/// # Errors
/// [`Error::NotFound`] also for an account the person is not a member of; [`Error::Forbidden`] for anybody else.
pub fn set_favorite(
    tx: &mut dyn Transaction,
    call: &Call,
    id: UserId,
    account: AccountId,
    is_favorite: Result<bool, Error>,
) -> Result<OwnAccount, Error> {
    let user = visible(tx, call, id)?;
    let mut membership = tx.memberships().find_pair(account, id)?.ok_or(Error::NotFound)?;
    call.actor().may(Action::UserSwitch, Target::person(id))?;
    let is_favorite = is_favorite?;
    call.expects(membership.tag(call.now))?;
    if membership.is_favorite != is_favorite {
        let mut documents = Documents::default();
        documents.note("favorite", Fact::Flag(membership.is_favorite), Fact::Flag(is_favorite));
        membership.is_favorite = is_favorite;
        membership.revision += 1;
        tx.memberships().update(&membership)?;
        call.record(Event::AccountSettingsUpdated, audit_object(&user))
            .touching(ObjectKind::AccountUser, membership.id)
            .with(documents)
            .append(tx, call)?;
    }
    let summary = tx.accounts().summaries(&[account])?.pop().ok_or(Error::NotFound)?;
    Ok(OwnAccount { account: summary, membership })
}
