//! Tenant roles: what groups amount to, and the groups that a role asks for (S-R27).

use std::collections::BTreeSet;

use super::view::Status;
use crate::error::Error;
use crate::group::{Group, GroupKind, GroupStamps, backoffice_modules};
use crate::id::{AccountId, GroupId};
use crate::membership::{added_modules, check_grant};
use crate::port::Transaction;
use crate::service::Call;
use crate::value::{BadText, Text};

/// A role; no entity of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TenantRole {
    /// Nothing is allowed.
    Blocked,
    /// What the groups give.
    Access,
    /// Everything.
    Admin,
    /// Everything but managing.
    Backoffice,
}

impl TenantRole {
    /// All roles.
    pub const ALL: [Self; 4] = [Self::Blocked, Self::Access, Self::Admin, Self::Backoffice];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Blocked => "BLOCKED",
            Self::Access => "ACCESS",
            Self::Admin => "ADMIN",
            Self::Backoffice => "BACKOFFICE",
        }
    }

    /// Reads the exact name.
    pub(super) fn parse(text: &str) -> Result<Self, BadText> {
        let known = Self::ALL.into_iter().find(|role| role.as_str() == text);
        known.ok_or_else(|| BadText("Must be BLOCKED, ACCESS, ADMIN or BACKOFFICE.".into()))
    }

    /// What the groups of a member amount to.
    pub(super) fn read(status: Status, groups: &[&Group]) -> Self {
        let is_in = |kind| groups.iter().any(|group| group.kind == kind);
        if status == Status::Inactive {
            Self::Blocked
        } else if is_in(GroupKind::Administrators) {
            Self::Admin
        } else if is_in(GroupKind::Backoffice) {
            Self::Backoffice
        } else {
            Self::Access
        }
    }
}

/// The groups of a member who is given the role; who lacks a module that they newly bring cannot give it (S-R48).
///
/// # Errors
/// [`Error::Forbidden`].
pub(super) fn groups_for(
    tx: &mut dyn Transaction,
    call: &Call,
    account: AccountId,
    role: TenantRole,
    present: &BTreeSet<GroupId>,
) -> Result<BTreeSet<GroupId>, Error> {
    let all = tx.groups().of_account(account)?;
    let wanted = match role {
        TenantRole::Blocked => return Ok(present.clone()),
        TenantRole::Admin => all.into_iter().filter(Group::is_default).collect(),
        TenantRole::Backoffice | TenantRole::Access => {
            let is_kept = |group: &Group| group.kind == GroupKind::Custom && present.contains(&group.id);
            let mut kept: Vec<Group> = all.iter().filter(|group| is_kept(group)).cloned().collect();
            if role == TenantRole::Backoffice {
                kept.push(built_in(tx, call, account, &all, GroupKind::Backoffice)?);
            } else if kept.is_empty() {
                kept.push(built_in(tx, call, account, &all, GroupKind::NoPrivileges)?);
            }
            kept
        }
    };
    check_grant(call, added_modules(&wanted, present))?;
    Ok(wanted.iter().map(|group| group.id).collect())
}

/// A built-in group, made on first need.
fn built_in(
    tx: &mut dyn Transaction,
    call: &Call,
    account: AccountId,
    all: &[Group],
    kind: GroupKind,
) -> Result<Group, Error> {
    if let Some(group) = all.iter().find(|group| group.kind == kind) {
        return Ok(group.clone());
    }
    let default = all.iter().find(|group| group.is_default());
    let (name, modules) = match kind {
        GroupKind::Backoffice => {
            ("Backoffice", default.map(|group| backoffice_modules(&group.modules)).unwrap_or_default())
        }
        _ => ("NO_PRIVILEGES", BTreeSet::new()),
    };
    let mut group = Group {
        id: GroupId::new(0),
        revision: 1,
        account,
        kind,
        name: Text::from_stored(name.into()),
        description: None,
        logo: None,
        modules,
        buyers: None,
        stamps: GroupStamps { created: Some(call.stamp()), updated: None },
    };
    call.place(|id| {
        group.id = id;
        tx.groups().insert(&group)
    })?;
    Ok(group)
}
