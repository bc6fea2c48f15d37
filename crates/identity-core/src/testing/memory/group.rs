//! Groups in memory.

use super::page::page;
use super::state::{State, refer, stored};
use super::unit::Unit;
use crate::error::StoreError;
use crate::group::{FIELDS, Group, GroupRepository, GroupRow, GroupScope, GroupSummary, GroupUser};
use crate::id::{AccountId, BuyerId, GroupId, ModuleId};
use crate::list::{Page, Query};
use crate::membership::{Membership, MembershipState};
use crate::user::{UserSummary, full_name};

fn shows(state: &State, scope: GroupScope, group: &Group) -> bool {
    let is_in_scope = match scope {
        GroupScope::All => true,
        GroupScope::Account { account, .. } => group.account == account,
        GroupScope::OfMember(account, person) => {
            group.account == account
                && state.membership_of(account, person).is_some_and(|m| m.groups.contains(&group.id))
        }
        GroupScope::Nothing => false,
    };
    is_in_scope && state.live_account(group.account).is_some()
}

/// Members of the group, as far as the scope shows them: without the right to manage only oneself (R2), and by the
/// given name until they have joined (R20).
fn users(state: &State, scope: GroupScope, group: GroupId) -> Vec<GroupUser> {
    let (sees_all, only, person) = match scope {
        GroupScope::All => (true, None, None),
        GroupScope::Account { person, .. } => (false, None, person),
        GroupScope::OfMember(_, person) => (false, Some(person), Some(person)),
        GroupScope::Nothing => return Vec::new(),
    };
    let members = state.live_memberships().filter(|m| m.groups.contains(&group));
    let shown = members.filter(|m| only.is_none_or(|only| m.user == only));
    let user = |m: &Membership| {
        let user = state.users.get(&m.user)?;
        let is_open = sees_all || person == Some(m.user) || m.is_joined();
        let name = if is_open { user.name() } else { full_name(&m.given.first, &m.given.last) };
        Some(GroupUser { user: UserSummary { id: user.id, name }, email: user.email.clone() })
    };
    shown.filter_map(user).collect()
}

fn check(state: &State, group: &Group) -> Result<(), StoreError> {
    refer(&state.accounts, [group.account], "accounts")?;
    refer(&state.modules, group.modules.iter().copied(), "modules")
}

impl GroupRepository for Unit {
    fn find_in(&mut self, scope: GroupScope, id: GroupId) -> Result<Option<Group>, StoreError> {
        self.look(|state| state.groups.get(&id).filter(|group| shows(state, scope, group)).cloned())
    }

    fn find_many_in(&mut self, scope: GroupScope, ids: &[GroupId]) -> Result<Vec<Group>, StoreError> {
        self.look(|state| {
            let is_asked = |group: &&Group| ids.contains(&group.id) && shows(state, scope, group);
            state.groups.values().filter(is_asked).cloned().collect()
        })
    }

    fn find_many(&mut self, account: AccountId, ids: &[GroupId]) -> Result<Vec<Group>, StoreError> {
        self.look(|state| {
            let is_asked = |group: &&Group| group.account == account && ids.contains(&group.id);
            state.groups.values().filter(is_asked).cloned().collect()
        })
    }

    fn of_account(&mut self, account: AccountId) -> Result<Vec<Group>, StoreError> {
        self.look(|state| {
            let own = state.groups.values().filter(|group| group.account == account);
            own.cloned().collect()
        })
    }

    fn listing_buyer(&mut self, buyer: BuyerId) -> Result<Vec<Group>, StoreError> {
        self.look(|state| {
            let lists = |group: &&Group| group.buyers.as_ref().is_some_and(|buyers| buyers.contains(&buyer));
            state.groups.values().filter(lists).cloned().collect()
        })
    }

    fn default_of(&mut self, account: AccountId) -> Result<Option<Group>, StoreError> {
        self.look(|state| state.default_group(account).cloned())
    }

    fn defaults_of(&mut self, accounts: &[AccountId]) -> Result<Vec<Group>, StoreError> {
        self.look(|state| accounts.iter().filter_map(|id| state.default_group(*id).cloned()).collect())
    }

    fn default_modules(&mut self, account: AccountId) -> Result<Vec<ModuleId>, StoreError> {
        self.look(|state| {
            let group = state.default_group(account);
            group.map_or_else(Vec::new, |group| group.modules.iter().copied().collect())
        })
    }

    fn insert(&mut self, group: &Group) -> Result<bool, StoreError> {
        self.change(|state| {
            if state.groups.contains_key(&group.id) || state.groups_removed.contains(&group.id) {
                return Ok(false);
            }
            check(state, group)?;
            state.groups.insert(group.id, group.clone());
            Ok(true)
        })
    }

    fn update(&mut self, group: &Group) -> Result<(), StoreError> {
        self.change(|state| {
            check(state, group)?;
            *stored(&mut state.groups, &group.id, "groups")? = group.clone();
            Ok(())
        })
    }

    fn delete(&mut self, id: GroupId) -> Result<(), StoreError> {
        self.change(|state| {
            stored(&mut state.groups, &id, "groups")?;
            for membership in state.memberships.values_mut() {
                let had_it = membership.groups.remove(&id);
                if had_it && membership.state != MembershipState::Deleted {
                    return Err(StoreError::Constraint("the group still has members".into()));
                }
            }
            state.groups.remove(&id);
            state.groups_removed.insert(id);
            Ok(())
        })
    }

    fn summaries(&mut self, ids: &[GroupId]) -> Result<Vec<GroupSummary>, StoreError> {
        self.look(|state| {
            let asked = state.groups.values().filter(|group| ids.contains(&group.id));
            asked.map(Group::summary).collect()
        })
    }

    fn summaries_of_accounts(
        &mut self,
        ids: &[AccountId],
    ) -> Result<Vec<(AccountId, GroupSummary)>, StoreError> {
        self.look(|state| {
            let asked = state.groups.values().filter(|group| ids.contains(&group.account));
            asked.map(|group| (group.account, group.summary())).collect()
        })
    }

    fn modules_of(&mut self, ids: &[GroupId]) -> Result<Vec<(GroupId, ModuleId)>, StoreError> {
        self.look(|state| {
            let asked = state.groups.values().filter(|group| ids.contains(&group.id));
            let pairs = asked.flat_map(|group| group.modules.iter().map(|module| (group.id, *module)));
            pairs.collect()
        })
    }

    fn page(&mut self, scope: GroupScope, query: &Query<GroupRow>) -> Result<Page<Group>, StoreError> {
        self.look(|state| {
            let visible = state.groups.values().filter(|group| shows(state, scope, group));
            let rows = visible.filter_map(|group| {
                Some(GroupRow {
                    group: group.clone(),
                    account: state.live_summary(group.account)?,
                    modules: state.modules_of(&group.modules),
                    buyers: state.group_buyers(group.buyers.iter().flatten()),
                    users: users(state, scope, group.id),
                })
            });
            page(&FIELDS, query, rows, |row| row.group)
        })
    }
}
