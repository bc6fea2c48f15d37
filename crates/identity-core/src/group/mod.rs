//! Groups: the roles of an account, named sets of modules and buyers (platform.md §3.4).

mod built_in;
mod fields;
mod input;
mod manage;
mod repository;
mod rules;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use built_in::built_in;
pub(crate) use fields::{BUYER, ELEMENT, ELEMENT_BARRED};
pub use fields::{FIELDS, GroupBuyer, GroupRow, GroupUser};
pub use input::GroupInput;
pub use manage::{create, delete, update};
pub(crate) use manage::{insert, target};
#[cfg(any(test, feature = "testing"))]
pub use repository::MockGroupRepository;
pub use repository::{GroupRepository, GroupScope, GroupSummary};
pub use rules::BUYERS_MAX;
pub use view::{GroupLink, GroupView, GroupWants, get, list, view, visible};

use std::collections::BTreeSet;

use crate::condition::Tag;
use crate::id::{AccountId, BuyerId, GroupId, ModuleId};
use crate::state::Stamp;
use crate::value::{LocalPath, Prose, Text};

/// What a group is; built-in groups are known by this, never by their name (R33).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKind {
    /// The one default group, made with the account.
    Administrators,
    /// Built in, without modules.
    NoPrivileges,
    /// Built in, the default group's modules without the managing ones.
    Backoffice,
    /// Made by people.
    Custom,
}

impl GroupKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Administrators, Self::NoPrivileges, Self::Backoffice, Self::Custom];

    /// The name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrators => "Administrators",
            Self::NoPrivileges => "NoPrivileges",
            Self::Backoffice => "Backoffice",
            Self::Custom => "Custom",
        }
    }

    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether name and modules belong to us alone and nobody deletes it (R33).
    pub const fn is_fixed(self) -> bool {
        matches!(self, Self::NoPrivileges | Self::Backoffice)
    }
}

/// Last occurrences of a group's events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupStamps {
    /// Created.
    pub created: Option<Stamp>,
    /// Data changed.
    pub updated: Option<Stamp>,
}

/// A role of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Identifier.
    pub id: GroupId,
    /// Raised by one per change of the group's own data.
    pub revision: u32,
    /// Whose role; fixed at creation.
    pub account: AccountId,
    /// What it is.
    pub kind: GroupKind,
    /// Display name; need not be unique.
    pub name: Text<200>,
    /// Description.
    pub description: Option<Prose<2000>>,
    /// Picture; never fetched.
    pub logo: Option<LocalPath>,
    /// Modules, within those of the default group (R34).
    pub modules: BTreeSet<ModuleId>,
    /// `None` is all buyers, an empty set none (R35).
    pub buyers: Option<BTreeSet<BuyerId>>,
    /// Last occurrences of events.
    pub stamps: GroupStamps,
}

impl Group {
    /// What tells this state from others.
    pub fn tag(&self) -> Tag {
        Tag::new(self.revision)
    }

    /// Whether this is the account's default group.
    pub fn is_default(&self) -> bool {
        self.kind == GroupKind::Administrators
    }

    /// The part that references show.
    pub fn summary(&self) -> GroupSummary {
        GroupSummary {
            id: self.id,
            name: self.name.clone(),
            description: self.description.clone(),
            logo: self.logo.clone(),
            is_default: self.is_default(),
        }
    }
}
