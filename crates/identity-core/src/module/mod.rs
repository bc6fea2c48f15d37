//! Modules: entitlements that gate functions, a catalogue from configuration (platform.md §3.5).

mod catalogue;
mod fields;
mod repository;
mod shelf;
mod view;

pub use catalogue::Catalogue;
pub use fields::FIELDS;
pub(crate) use fields::{ELEMENT, ELEMENT_BARRED};
#[cfg(any(test, feature = "testing"))]
pub use repository::MockModuleRepository;
pub use repository::{ModuleRepository, ModuleScope};
pub use shelf::Shelf;
pub(crate) use view::read_modules;
pub use view::{MODULES_MAX, get, list};

use std::collections::BTreeSet;

use crate::account::AccountKind;
use crate::condition::Tag;
use crate::id::ModuleId;
use crate::state::Stamp;
use crate::value::{Prose, Text};

/// MOD-1756, which lets its holder manage members, groups and tokens of the account.
pub const ACCESS_MANAGEMENT: ModuleId = ModuleId::new(1756);
/// MOD-9042, which lets its holder, in the Operations account, manage every account.
pub const ACCOUNT_MANAGEMENT: ModuleId = ModuleId::new(9042);

/// What a module is for and who may have it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the contract's settings are independent flags")]
pub struct ModuleSettings {
    /// Works on accounts shared with others.
    pub is_shared_account: bool,
    /// People may take it away or give it.
    pub is_configurable: bool,
    /// Given by default.
    pub is_default: bool,
    /// Costs money.
    pub is_paid: bool,
    /// Vanished from the catalogue: grants nothing and is never deleted.
    pub is_obsolete: bool,
    /// `new`
    pub is_new: bool,
    /// `legacy`
    pub is_legacy: bool,
    /// Eligible for accounts of several kinds.
    pub is_eligible_multi: bool,
    /// Eligible for accounts of one kind.
    pub is_eligible_single: bool,
    /// Whether its holders can be limited to selected buyers.
    pub has_buyer_filter: bool,
}

/// Last occurrences of a module's events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ModuleStamps {
    /// First applied.
    pub created: Option<Stamp>,
    /// Changed by a later catalogue.
    pub updated: Option<Stamp>,
}

/// An entitlement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Identifier.
    pub id: ModuleId,
    /// Raised by one per change.
    pub revision: u32,
    /// Stable code that other software asks for.
    pub code: Text<100>,
    /// Display name.
    pub name: Text<200>,
    /// Description.
    pub description: Option<Prose<2000>>,
    /// Kinds of account that may have it.
    pub account_kinds: BTreeSet<AccountKind>,
    /// Settings.
    pub settings: ModuleSettings,
    /// Last occurrences of events.
    pub stamps: ModuleStamps,
}

impl Module {
    /// What tells this state from others.
    pub fn tag(&self) -> Tag {
        Tag::new(self.revision)
    }

    /// Whether an account of the kind may have it at all: neither obsolete nor forbidden (R34).
    pub fn is_open_to(&self, kind: AccountKind) -> bool {
        let is_forbidden = !self.settings.is_default && !self.settings.is_configurable;
        !self.settings.is_obsolete && !is_forbidden && self.account_kinds.contains(&kind)
    }

    /// Whether the default group of an account of the kind must keep it (R34).
    pub fn is_mandatory_for(&self, kind: AccountKind) -> bool {
        self.is_open_to(kind) && self.settings.is_default && !self.settings.is_configurable
    }
}
