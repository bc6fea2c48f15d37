//! Accounts in memory.

use super::page::page;
use super::state::{State, refer, stored, unique};
use super::unit::Unit;
use crate::account::{
    Account, AccountKind, AccountRepository, AccountRow, AccountScope, AccountState, AccountSummary,
    DomainScope, FIELDS, LineageStep, Naming,
};
use crate::error::{StoreError, UniqueKey};
use crate::group::{Group, GroupSummary};
use crate::id::AccountId;
use crate::list::{Page, Query};
use crate::value::{AccountSlug, Text};

fn shows(scope: AccountScope, account: &Account) -> bool {
    let is_in_scope = match scope {
        AccountScope::All => true,
        AccountScope::One(id) | AccountScope::Member { account: id, .. } => account.id == id,
        AccountScope::Nothing => false,
    };
    is_in_scope && account.state != AccountState::Deleted
}

/// Groups of the account, as far as the scope shows them (R2).
fn groups(state: &State, scope: AccountScope, account: &Account) -> Vec<GroupSummary> {
    let own = match scope {
        AccountScope::All | AccountScope::One(_) => None,
        AccountScope::Member { person, .. } => {
            let membership = person.and_then(|person| state.membership_of(account.id, person));
            Some(membership.map(|m| m.groups.clone()).unwrap_or_default())
        }
        AccountScope::Nothing => return Vec::new(),
    };
    let groups = state.groups.values().filter(|group| group.account == account.id);
    let shown = groups.filter(|group| own.as_ref().is_none_or(|own| own.contains(&group.id)));
    shown.map(Group::summary).collect()
}

/// External ids are free again once the account is deleted; slugs stay taken (R11, P-R33).
fn check(state: &State, account: &Account) -> Result<(), StoreError> {
    refer(&state.accounts, account.parent, "accounts")?;
    let others = || state.accounts.values().filter(|other| other.id != account.id);
    let is_live = |account: &Account| account.state != AccountState::Deleted;
    let has_external_id = account.external_id.is_some()
        && is_live(account)
        && others()
            .filter(|other| is_live(other))
            .any(|other| other.kind == account.kind && other.external_id == account.external_id);
    unique(has_external_id, UniqueKey::AccountExternalId)?;
    let has_slug = account.slug.is_some()
        && others().any(|other| other.parent == account.parent && other.slug == account.slug);
    unique(has_slug, UniqueKey::AccountSlug)
}

fn domains(state: &State, scope: DomainScope) -> impl Iterator<Item = &Account> {
    let is_domain = |a: &&Account| a.state != AccountState::Deleted && a.kind != AccountKind::Operations;
    state.accounts.values().filter(is_domain).filter(move |account| match scope {
        DomainScope::All => true,
        DomainScope::Below(parent) => account.parent == Some(parent),
    })
}

/// A limit as iterators count.
fn rows(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

fn height(state: &State, id: AccountId) -> u32 {
    let mut height = 0;
    let mut level = vec![id];
    loop {
        let is_below = |account: &&Account| account.parent.is_some_and(|parent| level.contains(&parent));
        level = state.accounts.values().filter(is_below).map(|a| a.id).collect();
        if level.is_empty() {
            return height;
        }
        height += 1;
    }
}

impl AccountRepository for Unit {
    fn find(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.look(|state| state.accounts.get(&id).cloned())
    }

    fn find_in(&mut self, scope: AccountScope, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.look(|state| state.accounts.get(&id).filter(|a| shows(scope, a)).cloned())
    }

    fn find_many_in(&mut self, scope: AccountScope, ids: &[AccountId]) -> Result<Vec<Account>, StoreError> {
        self.look(|state| {
            let asked = state.accounts.values().filter(|a| ids.contains(&a.id) && shows(scope, a));
            asked.cloned().collect()
        })
    }

    fn insert(&mut self, account: &Account) -> Result<bool, StoreError> {
        self.change(|state| {
            if state.accounts.contains_key(&account.id) {
                return Ok(false);
            }
            check(state, account)?;
            state.accounts.insert(account.id, account.clone());
            Ok(true)
        })
    }

    fn update(&mut self, account: &Account) -> Result<(), StoreError> {
        self.change(|state| {
            check(state, account)?;
            *stored(&mut state.accounts, &account.id, "accounts")? = account.clone();
            Ok(())
        })
    }

    fn lineage(&mut self, id: AccountId) -> Result<Vec<LineageStep>, StoreError> {
        let step = |account: &Account| LineageStep {
            id: account.id,
            is_usable: account.state.is_usable(),
            kind: account.kind,
        };
        self.look(|state| state.lineage(id).map(step).collect())
    }

    fn usable(&mut self, ids: &[AccountId]) -> Result<Vec<AccountId>, StoreError> {
        self.look(|state| {
            let is_usable = |id: &AccountId| {
                state.accounts.contains_key(id) && state.lineage(*id).all(|step| step.state.is_usable())
            };
            ids.iter().copied().filter(is_usable).collect()
        })
    }

    fn height(&mut self, id: AccountId) -> Result<u32, StoreError> {
        self.look(|state| height(state, id))
    }

    fn find_by_external_id(
        &mut self,
        kind: AccountKind,
        external_id: &Text<250>,
    ) -> Result<Option<AccountId>, StoreError> {
        self.look(|state| {
            let is_it = |a: &&Account| {
                a.kind == kind
                    && a.state != AccountState::Deleted
                    && a.external_id.as_ref() == Some(external_id)
            };
            state.accounts.values().find(is_it).map(|a| a.id)
        })
    }

    fn named(&mut self, slug: &AccountSlug, naming: &Naming) -> Result<Vec<Account>, StoreError> {
        self.look(|state| {
            let slug_above = |account: &Account| {
                let parent = account.parent.and_then(|parent| state.accounts.get(&parent));
                parent.and_then(|parent| parent.slug.clone())
            };
            let is_there = |account: &&Account| match naming {
                Naming::Root => account.parent.is_none(),
                Naming::Below(parent) => account.parent == Some(*parent),
                Naming::BelowNamed(parent) => slug_above(account).as_ref() == Some(parent),
                Naming::Anywhere => true,
            };
            let named = state.accounts.values().filter(|account| account.slug.as_ref() == Some(slug));
            let live = named.filter(|account| account.state != AccountState::Deleted);
            live.filter(is_there).take(2).cloned().collect()
        })
    }

    fn is_slug_taken(&mut self, parent: Option<AccountId>, slug: &AccountSlug) -> Result<bool, StoreError> {
        self.look(|state| {
            let mut children = state.accounts.values().filter(|account| account.parent == parent);
            children.any(|account| account.slug.as_ref() == Some(slug))
        })
    }

    fn unnamed(&mut self, limit: u32) -> Result<Vec<Account>, StoreError> {
        self.look(|state| {
            let is_it = |a: &&Account| a.slug.is_none() && a.state != AccountState::Deleted;
            state.accounts.values().filter(is_it).take(rows(limit)).cloned().collect()
        })
    }

    fn count_domains(&mut self, scope: DomainScope) -> Result<u64, StoreError> {
        self.look(|state| domains(state, scope).count() as u64)
    }

    fn domains(
        &mut self,
        scope: DomainScope,
        limit: u32,
        offset: u64,
    ) -> Result<Vec<(Account, Option<AccountSlug>)>, StoreError> {
        self.look(|state| {
            let parent_slug = |account: &Account| state.accounts.get(&account.parent?)?.slug.clone();
            let mut found: Vec<_> = domains(state, scope).map(|a| (a.clone(), parent_slug(a))).collect();
            found.sort_by_key(|(account, parent)| {
                let slug = account.slug.as_ref().map(ToString::to_string).unwrap_or_default();
                let parent = parent.as_ref().map(|parent| format!("@{parent}")).unwrap_or_default();
                (slug + &parent, account.id)
            });
            found.into_iter().skip(usize::try_from(offset).unwrap_or(usize::MAX)).take(rows(limit)).collect()
        })
    }

    fn operations(&mut self) -> Result<Option<AccountId>, StoreError> {
        self.look(|state| {
            let is_it = |a: &&Account| a.kind == AccountKind::Operations;
            state.accounts.values().find(is_it).map(|a| a.id)
        })
    }

    fn summaries(&mut self, ids: &[AccountId]) -> Result<Vec<AccountSummary>, StoreError> {
        self.look(|state| {
            let known = state.accounts.keys().filter(|id| ids.contains(id));
            known.filter_map(|id| state.live_summary(*id)).collect()
        })
    }

    fn page(&mut self, scope: AccountScope, query: &Query<AccountRow>) -> Result<Page<Account>, StoreError> {
        self.look(|state| {
            let visible = state.accounts.values().filter(|a| shows(scope, a));
            let rows = visible.map(|account| AccountRow {
                account: account.clone(),
                parent: account.parent.and_then(|id| state.accounts.get(&id)).map(Account::summary),
                groups: groups(state, scope, account),
            });
            page(&FIELDS, query, rows, |row| row.account)
        })
    }
}
