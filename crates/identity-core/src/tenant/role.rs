//! Tenant roles: what groups amount to, and the groups that a role asks for (S-R27).

use std::collections::BTreeSet;

use super::view::Status;
use crate::error::Error;
use crate::group::{Group, GroupKind, built_in};
use crate::id::{AccountId, GroupId};
use crate::membership::{added_modules, check_grant};
use crate::port::Transaction;
use crate::service::Call;
use crate::value::BadText;

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
                kept.push(built_in(tx, call, account, all.iter(), GroupKind::Backoffice)?);
            } else if kept.is_empty() {
                kept.push(built_in(tx, call, account, all.iter(), GroupKind::NoPrivileges)?);
            }
            kept
        }
    };
    check_grant(call, added_modules(&wanted, present))?;
    Ok(wanted.iter().map(|group| group.id).collect())
}
