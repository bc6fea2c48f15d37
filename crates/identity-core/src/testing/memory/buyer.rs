//! Buyers in memory.

use super::page::page;
use super::state::{State, refer, stored, unique};
use super::unit::Unit;
use crate::buyer::{Buyer, BuyerRepository, BuyerRow, BuyerScope, BuyerState, BuyerSummary, FIELDS};
use crate::error::{StoreError, UniqueKey};
use crate::id::{AccountId, BuyerId, UserId};
use crate::list::{Page, Query};
use crate::membership::Membership;
use crate::value::Text;

fn is_live(buyer: &Buyer) -> bool {
    buyer.state != BuyerState::Deleted
}

/// Whether one of the person's groups lists the buyer or all buyers.
fn is_listed(state: &State, account: AccountId, person: UserId, buyer: BuyerId) -> bool {
    let membership = state.membership_of(account, person);
    let groups = membership.iter().flat_map(|membership| &membership.groups);
    groups
        .filter_map(|id| state.groups.get(id))
        .any(|group| group.buyers.as_ref().is_none_or(|buyers| buyers.contains(&buyer)))
}

fn shows(state: &State, scope: BuyerScope, buyer: &Buyer) -> bool {
    let is_in_scope = match scope {
        BuyerScope::All => true,
        BuyerScope::Account(account) => buyer.account == Some(account),
        BuyerScope::OfMember(account, person) => {
            buyer.account == Some(account) && is_listed(state, account, person, buyer.id)
        }
        BuyerScope::Nothing => false,
    };
    is_in_scope && is_live(buyer) && buyer.account.is_none_or(|id| state.live_account(id).is_some())
}

fn check(state: &State, buyer: &Buyer) -> Result<(), StoreError> {
    refer(&state.accounts, buyer.account, "accounts")?;
    refer(&state.users, buyer.contact.user, "users")?;
    let contact = buyer.external_ids.erp_company_contact.as_ref();
    let has_it = |other: &Buyer| {
        other.id != buyer.id && is_live(other) && other.external_ids.erp_company_contact.as_ref() == contact
    };
    let is_taken = contact.is_some() && is_live(buyer) && state.buyers.values().any(has_it);
    unique(is_taken, UniqueKey::BuyerErpCompanyContact)
}

/// Before somebody joined, the account does not see them in a contact (R20).
fn row(state: &State, scope: BuyerScope, buyer: &Buyer) -> BuyerRow {
    let shows_user = |id: &UserId| {
        let membership = buyer.account.and_then(|account| state.membership_of(account, *id));
        scope == BuyerScope::All || membership.is_some_and(Membership::is_joined)
    };
    let user = buyer.contact.user.filter(shows_user);
    BuyerRow {
        account: buyer.account.and_then(|id| state.live_summary(id)),
        user: user.and_then(|id| state.users.get(&id).cloned()),
        buyer: buyer.clone(),
    }
}

impl BuyerRepository for Unit {
    fn find(&mut self, id: BuyerId) -> Result<Option<Buyer>, StoreError> {
        self.look(|state| state.buyers.get(&id).cloned())
    }

    fn find_in(&mut self, scope: BuyerScope, id: BuyerId) -> Result<Option<Buyer>, StoreError> {
        self.look(|state| state.buyers.get(&id).filter(|buyer| shows(state, scope, buyer)).cloned())
    }

    fn find_many_in(&mut self, scope: BuyerScope, ids: &[BuyerId]) -> Result<Vec<Buyer>, StoreError> {
        self.look(|state| {
            let asked = state.buyers.values().filter(|buyer| ids.contains(&buyer.id));
            asked.filter(|buyer| shows(state, scope, buyer)).cloned().collect()
        })
    }

    fn find_by_erp_company_contact(&mut self, contact: &Text<250>) -> Result<Option<BuyerId>, StoreError> {
        self.look(|state| {
            let is_it = |buyer: &&Buyer| {
                is_live(buyer) && buyer.external_ids.erp_company_contact.as_ref() == Some(contact)
            };
            state.buyers.values().find(is_it).map(|buyer| buyer.id)
        })
    }

    fn insert(&mut self, buyer: &Buyer) -> Result<bool, StoreError> {
        self.change(|state| {
            if state.buyers.contains_key(&buyer.id) {
                return Ok(false);
            }
            check(state, buyer)?;
            state.buyers.insert(buyer.id, buyer.clone());
            Ok(true)
        })
    }

    fn update(&mut self, buyer: &Buyer) -> Result<(), StoreError> {
        self.change(|state| {
            check(state, buyer)?;
            *stored(&mut state.buyers, &buyer.id, "buyers")? = buyer.clone();
            Ok(())
        })
    }

    fn among(&mut self, account: AccountId, ids: &[BuyerId]) -> Result<Vec<BuyerId>, StoreError> {
        self.look(|state| {
            let is_asked =
                |buyer: &&Buyer| buyer.account == Some(account) && is_live(buyer) && ids.contains(&buyer.id);
            state.buyers.values().filter(is_asked).map(|buyer| buyer.id).collect()
        })
    }

    fn summaries(&mut self, ids: &[BuyerId]) -> Result<Vec<BuyerSummary>, StoreError> {
        self.look(|state| {
            let asked = state.buyers.values().filter(|buyer| ids.contains(&buyer.id));
            asked.map(Buyer::summary).collect()
        })
    }

    fn page(&mut self, scope: BuyerScope, query: &Query<BuyerRow>) -> Result<Page<Buyer>, StoreError> {
        self.look(|state| {
            let visible = state.buyers.values().filter(|buyer| shows(state, scope, buyer));
            page(&FIELDS, query, visible.map(|buyer| row(state, scope, buyer)), |row| row.buyer)
        })
    }
}
