//! Roles: groups by the names that the Provisioning API has for them (P-R15–P-R17). No entity of its own.

mod create;
mod name;
mod read;
#[cfg(test)]
mod tests;
mod view;

pub use create::{RoleInput, create};
pub(crate) use name::{ADMIN, is_owner, is_role_name};
pub use view::{RoleView, get, list};

use std::collections::BTreeSet;

use crate::error::Error;
use crate::group::{Group, GroupKind, built_in};
use crate::id::{AccountId, GroupId};
use crate::membership::{added_modules, check_grant};
use crate::port::Transaction;
use crate::service::Call;

/// A role of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// What it is called.
    pub name: String,
    /// Its group; NO_PRIVILEGES has none until somebody first needs it.
    pub group: Option<Group>,
}

impl Role {
    /// Whether this is the default group.
    pub fn is_admin(&self) -> bool {
        self.group.as_ref().is_some_and(Group::is_default)
    }

    /// Whether this is the built-in group without modules.
    fn is_no_privileges(&self) -> bool {
        self.group.as_ref().is_none_or(|group| group.kind == GroupKind::NoPrivileges)
    }

    fn is_among(&self, groups: &BTreeSet<GroupId>) -> bool {
        self.group.as_ref().is_some_and(|group| groups.contains(&group.id))
    }
}

/// All roles of an account, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Roles {
    account: AccountId,
    all: Vec<Role>,
}

impl Roles {
    /// Reads them.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn of(tx: &mut dyn Transaction, account: AccountId) -> Result<Self, Error> {
        Ok(Self::new(account, &tx.groups().of_account(account)?))
    }

    fn new(account: AccountId, groups: &[Group]) -> Self {
        let named = |group: &Group| Role { name: name::shown(group, groups), group: Some(group.clone()) };
        let mut all: Vec<Role> = groups.iter().map(named).collect();
        if !all.iter().any(Role::is_no_privileges) {
            all.push(Role { name: name::NO_PRIVILEGES.into(), group: None });
        }
        all.sort_by(|one, other| one.name.cmp(&other.name));
        Self { account, all }
    }

    /// What a member of these groups is shown to have: ADMIN alone, or custom roles by name and NO_PRIVILEGES last.
    pub(crate) fn shown(&self, groups: &BTreeSet<GroupId>) -> Vec<String> {
        let mut shown: Vec<&Role> = self.all.iter().filter(|role| role.is_among(groups)).collect();
        if let Some(admin) = shown.iter().find(|role| role.is_admin()) {
            return vec![admin.name.clone()];
        }
        shown.sort_by_key(|role| role.is_no_privileges());
        shown.into_iter().map(|role| role.name.clone()).collect()
    }

    /// The role of that name: the built-in ones in any case, others as they are written, and each by the identifier of
    /// its group.
    pub(crate) fn find(&self, name: &str) -> Option<&Role> {
        let id: Option<GroupId> = name.parse().ok();
        let is_called = |role: &Role| {
            let is_built_in = role.is_admin() || role.is_no_privileges();
            role.name == name || (is_built_in && role.name.eq_ignore_ascii_case(name))
        };
        self.all.iter().find(|role| match id {
            Some(id) => role.group.as_ref().is_some_and(|group| group.id == id),
            None => is_called(role),
        })
    }

    /// Refuses to give roles with modules that the caller does not hold (P-R39); what a member of `present` has may
    /// stay.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub(crate) fn check_grant(
        call: &Call,
        roles: &[&Role],
        present: &BTreeSet<GroupId>,
    ) -> Result<(), Error> {
        let groups: Vec<Group> = roles.iter().filter_map(|role| role.group.clone()).collect();
        check_grant(call, added_modules(&groups, present))
    }

    /// The groups of the roles; that of NO_PRIVILEGES is made if it is not there yet.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn groups(
        &self,
        tx: &mut dyn Transaction,
        call: &Call,
        roles: &[&Role],
    ) -> Result<BTreeSet<GroupId>, Error> {
        let group_of = |role: &&Role| {
            if let Some(group) = &role.group {
                return Ok(group.id);
            }
            let all = self.all.iter().filter_map(|role| role.group.as_ref());
            Ok(built_in(tx, call, self.account, all, GroupKind::NoPrivileges)?.id)
        };
        roles.iter().map(group_of).collect()
    }
}
