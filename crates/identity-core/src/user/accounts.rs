//! A person's accounts: the list, and marking favourites.

use super::{audit_object, visible};
use crate::account::AccountSummary;
use crate::audit::{Documents, Event, Fact, ObjectKind};
use crate::condition::Tag;
use crate::error::Error;
use crate::id::{AccountId, Id as _, UserId};
use crate::list::{Direction, Field, Kind, Page, Query, Registry, Scalar, page_of};
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

/// The list of a person's own accounts, oldest first: it is paged, and clients neither filter nor order it. What it
/// is ordered by has no name on the wire.
pub static OWN_FIELDS: Registry<OwnAccount> = Registry {
    fields: &[Field {
        is_filterable: false,
        is_sortable: false,
        ..Field::new("", Kind::Moment, "", |own: &OwnAccount| {
            Scalar::moment(own.membership.stamps.created.map(|stamp| stamp.at))
        })
    }],
    collections: &[],
    barred: &["id", "href", "name", "icon", "type", "status", "favorite", "invitation", "audit"],
    members: &["id", "href", "name", "icon", "type", "status", "favorite", "invitation", "audit"],
    omitted: &[],
    order: ("", Direction::Ascending),
    id_sql: "",
    id: |own: &OwnAccount| own.membership.id.number(),
    guard_sql: None,
};

/// One page of the accounts the person has a non-deleted membership in.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub fn accounts(
    tx: &mut dyn Transaction,
    call: &Call,
    id: UserId,
    query: &Query<OwnAccount>,
) -> Result<Page<OwnAccount>, Error> {
    visible(tx, call, id)?;
    call.actor().may(Action::UserUpdate, Target::person(id))?;
    let memberships = tx.memberships().of_user(id)?;
    let ids: Vec<_> = memberships.iter().map(|m| m.account).collect();
    let summaries = tx.accounts().summaries(&ids)?;
    let own = memberships.into_iter().filter_map(|membership| {
        let account = summaries.iter().find(|summary| summary.id == membership.account)?.clone();
        Some(OwnAccount { account, membership })
    });
    Ok(page_of(&OWN_FIELDS, query, own.collect()))
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
