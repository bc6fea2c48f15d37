//! A buyer as it is shown, and the reads that lists and single objects make (R44, R46).

use super::{Buyer, BuyerRow, BuyerScope, BuyerState, BuyerSummary};
use crate::account::{AccountLink, AccountView, AccountWants, is_deleted};
use crate::audit::{AuditObject, ObjectKind};
use crate::error::Error;
use crate::icon::{Icon, IconOwner};
use crate::id::{BuyerId, UserId};
use crate::link::{Linkable, Linked, Links, Want, links};
use crate::list::{Page, Query};
use crate::port::Transaction;
use crate::service::{ActorNames, Call};
use crate::state::Stamp;
use crate::user::{UserLink, UserView, UserWants};

/// Parts of a representation that cost a statement and are shown on demand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuyerWants {
    /// `account`; read as a reference in any case.
    pub account: Want<AccountWants>,
    /// `contact.user`; read as a reference in any case.
    pub user: Want<UserWants>,
    /// `audit`
    pub audit: bool,
}

/// A buyer as it is shown.
#[derive(Debug, Clone)]
pub struct BuyerView {
    /// The buyer.
    pub buyer: Buyer,
    /// Its account.
    pub account: Option<AccountLink>,
    /// The person in its contact, as far as shown.
    pub user: Option<UserLink>,
    /// Names of who did what, if wanted.
    pub names: ActorNames,
}

/// A reference to a buyer, or more of it.
pub type BuyerLink = Linked<BuyerSummary, BuyerView>;

/// The buyer, if the actor sees it; O+ sees deleted buyers by identifier (R46).
///
/// # Errors
/// [`Error::NotFound`] otherwise.
pub fn visible(tx: &mut dyn Transaction, call: &Call, id: BuyerId) -> Result<Buyer, Error> {
    let scope = call.actor().buyer_scope();
    let found = match tx.buyers().find_in(scope, id)? {
        None if scope == BuyerScope::All => deleted(tx, id)?,
        found => found,
    };
    found.ok_or(Error::NotFound)
}

/// The buyer, if it was deleted and its account was not (R8).
fn deleted(tx: &mut dyn Transaction, id: BuyerId) -> Result<Option<Buyer>, Error> {
    let found = tx.buyers().find(id)?.filter(|buyer| buyer.state == BuyerState::Deleted);
    match found.as_ref().and_then(|buyer| buyer.account) {
        Some(account) if is_deleted(tx, account)? => Ok(None),
        _ => Ok(found),
    }
}

/// One buyer as it is shown.
///
/// # Errors
/// [`Error::NotFound`]; those of the store.
pub fn get(
    tx: &mut dyn Transaction,
    call: &Call,
    id: BuyerId,
    wants: &BuyerWants,
) -> Result<BuyerView, Error> {
    let buyer = visible(tx, call, id)?;
    view(tx, call, buyer, wants)
}

/// The buyer's picture, for those who see the buyer; without one it is drawn from the identifier.
///
/// # Errors
/// [`Error::NotFound`]; those of the store.
pub fn icon(tx: &mut dyn Transaction, call: &Call, id: BuyerId) -> Result<Option<Icon>, Error> {
    visible(tx, call, id)?;
    Ok(tx.icons().find(IconOwner::Buyer(id))?)
}

/// One page as it is shown.
///
/// # Errors
/// Those of the store.
pub fn list(
    tx: &mut dyn Transaction,
    call: &Call,
    query: &Query<BuyerRow>,
    wants: &BuyerWants,
) -> Result<Page<BuyerView>, Error> {
    let page = tx.buyers().page(call.actor().buyer_scope(), query)?;
    page.try_map(|items| views(tx, call, items, wants))
}

/// Adds what a representation shows to one buyer.
///
/// # Errors
/// Those of the store.
pub fn view(
    tx: &mut dyn Transaction,
    call: &Call,
    buyer: Buyer,
    wants: &BuyerWants,
) -> Result<BuyerView, Error> {
    views(tx, call, vec![buyer], wants)?.pop().ok_or(Error::NotFound)
}

fn views(
    tx: &mut dyn Transaction,
    call: &Call,
    buyers: Vec<Buyer>,
    wants: &BuyerWants,
) -> Result<Vec<BuyerView>, Error> {
    let accounts = buyers.iter().filter_map(|buyer| buyer.account);
    let accounts = links::<AccountView>(tx, call, accounts, wants.account.or_reference())?;
    let people = people(tx, call, &buyers, &wants.user)?;
    let names = if wants.audit {
        ActorNames::read(tx, buyers.iter().flat_map(|buyer| buyer.stamps.all()))?
    } else {
        ActorNames::default()
    };
    let view = |buyer: Buyer| BuyerView {
        account: buyer.account.and_then(|id| accounts.get(&id).cloned()),
        user: buyer.contact.user.and_then(|id| people.get(&id).cloned()),
        names: names.clone(),
        buyer,
    };
    Ok(buyers.into_iter().map(view).collect())
}

/// The people in the contacts. All but O+ see only those who have joined their account (R20).
fn people(
    tx: &mut dyn Transaction,
    call: &Call,
    buyers: &[Buyer],
    want: &Want<UserWants>,
) -> Result<Links<UserView>, Error> {
    let mut people: Vec<UserId> = buyers.iter().filter_map(|buyer| buyer.contact.user).collect();
    if !people.is_empty() && !call.actor().is_operator() {
        let seen = tx.memberships().of_users(&people, call.actor().account_id())?;
        people = seen.iter().filter(|membership| membership.is_joined()).map(|m| m.user).collect();
    }
    links::<UserView>(tx, call, people, want.or_reference())
}

impl Linkable for BuyerView {
    type Id = BuyerId;
    type Summary = BuyerSummary;
    type Wants = BuyerWants;

    fn views(
        tx: &mut dyn Transaction,
        call: &Call,
        ids: &[BuyerId],
        wants: &BuyerWants,
    ) -> Result<Vec<Self>, Error> {
        let seen = tx.buyers().find_many_in(call.actor().buyer_scope(), ids)?;
        views(tx, call, seen, wants)
    }

    fn summaries(tx: &mut dyn Transaction, ids: &[BuyerId]) -> Result<Vec<BuyerSummary>, Error> {
        Ok(tx.buyers().summaries(ids)?)
    }

    fn summary(&self) -> BuyerSummary {
        self.buyer.summary()
    }

    fn id_of(summary: &BuyerSummary) -> BuyerId {
        summary.id
    }
}

impl super::BuyerStamps {
    fn all(&self) -> [Option<Stamp>; 5] {
        [self.created, self.updated, self.activated, self.unassigned, self.disabled]
    }
}

/// What an audit record is about.
pub(super) fn audit_object(buyer: &Buyer) -> AuditObject {
    AuditObject {
        kind: ObjectKind::Buyer,
        id: buyer.id.to_string(),
        name: buyer.name.to_string(),
        revision: buyer.revision,
    }
}
