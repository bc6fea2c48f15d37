//! Accounts: tenants in a tree (platform.md §3.1).

mod create;
mod delete;
mod facts;
mod fields;
mod input;
mod plan;
mod repository;
mod rules;
mod slug;
mod state;
mod steer;
#[cfg(test)]
mod tests;
mod update;
mod usable;
mod view;

pub use create::create;
pub(crate) use create::insert;
pub(crate) use facts::address as address_fact;
pub use fields::{AccountRow, FIELDS};
pub(crate) use fields::{ELEMENT, ELEMENT_BARRED};
pub use input::{AccountInput, EligibilityInput};
pub use plan::Plan;
#[cfg(any(test, feature = "testing"))]
pub use repository::MockAccountRepository;
pub use repository::{AccountRepository, AccountScope, AccountSummary, DomainScope, LineageStep, Naming};
pub use rules::{LEVELS_MAX, new_default_group};
pub(crate) use slug::assign as assign_slug;
pub use slug::name_the_unnamed;
pub use state::{AccountState, AccountStatus, AccountVerb, Undisabled};
pub(crate) use steer::change;
pub use steer::steer;
pub use update::{update, validate};
pub use usable::is_usable;
pub(crate) use usable::{is_deleted, viewers_of};
pub(crate) use view::audit_object;
pub use view::{AccountLink, AccountView, AccountWants, get, icon, list, view, visible};

use crate::condition::Tag;
use crate::id::AccountId;
use crate::state::Stamp;
use crate::value::{AccountSlug, Address, EmailAddress, LanguageTag, Prose, Text, Uuid, WebAddress};

/// What an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountKind {
    /// Buys.
    Client,
    /// Sells.
    Vendor,
    /// Runs the platform; exactly one exists.
    Operations,
}

impl AccountKind {
    /// All kinds, in the order of the contract.
    pub const ALL: [Self; 3] = [Self::Client, Self::Vendor, Self::Operations];

    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Client => "Client",
            Self::Vendor => "Vendor",
            Self::Operations => "Operations",
        }
    }

    /// Reads the name, ignoring ASCII case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(text))
    }
}

/// Service levels an account can be sold with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceLevel {
    /// `Express`
    Express,
    /// `Elite`
    Elite,
    /// `Dsc`
    Dsc,
    /// `Focus`
    Focus,
    /// `Runners`
    Runners,
    /// `Strategics`
    Strategics,
    /// `NotApplicable`
    NotApplicable,
}

impl ServiceLevel {
    /// All levels.
    pub const ALL: [Self; 7] = [
        Self::Express,
        Self::Elite,
        Self::Dsc,
        Self::Focus,
        Self::Runners,
        Self::Strategics,
        Self::NotApplicable,
    ];

    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Express => "Express",
            Self::Elite => "Elite",
            Self::Dsc => "Dsc",
            Self::Focus => "Focus",
            Self::Runners => "Runners",
            Self::Strategics => "Strategics",
            Self::NotApplicable => "NotApplicable",
        }
    }

    /// Reads the name, ignoring ASCII case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str().eq_ignore_ascii_case(text))
    }
}

/// What a Client account is eligible for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Eligibility {
    /// As a client.
    pub client: bool,
    /// As a partner.
    pub partner: bool,
}

/// Last occurrences of an account's events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountStamps {
    /// Created.
    pub created: Option<Stamp>,
    /// Data changed.
    pub updated: Option<Stamp>,
    /// Activated.
    pub activated: Option<Stamp>,
    /// Deactivated.
    pub deactivated: Option<Stamp>,
    /// Disabled.
    pub disabled: Option<Stamp>,
    /// Enabled again.
    pub enabled: Option<Stamp>,
}

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Identifier.
    pub id: AccountId,
    /// Raised by one per change of the account's own data.
    pub revision: u32,
    /// What it is; fixed at creation.
    pub kind: AccountKind,
    /// Where it stands.
    pub state: AccountState,
    /// Display name.
    pub name: Text<500>,
    /// The account above it in the tree (R10).
    pub parent: Option<AccountId>,
    /// Name in the Provisioning API, unique per parent.
    pub slug: Option<AccountSlug>,
    /// Identifier in the operator's books, unique per kind (R11).
    pub external_id: Option<Text<250>>,
    /// Name in the operator's books.
    pub external_name: Option<Text<500>>,
    /// The tenant of another system that it stands for.
    pub pyra_tenant_id: Option<Uuid>,
    /// Service level.
    pub service_level: Option<ServiceLevel>,
    /// Postal address.
    pub address: Option<Address>,
    /// Whom to ask about technical matters.
    pub technical_support_email: Option<EmailAddress>,
    /// Web site.
    pub website: Option<WebAddress>,
    /// Description.
    pub description: Option<Prose<2000>>,
    /// Language of its people by default.
    pub default_language_code: Option<LanguageTag>,
    /// Client accounts only.
    pub eligibility: Option<Eligibility>,
    /// Whether its tokens may be made retrievable (R38).
    pub is_token_retrievable: bool,
    /// What was ordered through the Provisioning API, if it was made there.
    pub plan: Option<Plan>,
    /// Last occurrences of events.
    pub stamps: AccountStamps,
}

impl Account {
    /// A new account with nothing but its kind and name; the caller places it.
    pub(crate) fn new(kind: AccountKind, name: Text<500>, created: Stamp) -> Self {
        Self {
            id: AccountId::new(0),
            revision: 1,
            kind,
            state: AccountState::initial(kind),
            name,
            parent: None,
            slug: None,
            external_id: None,
            external_name: None,
            pyra_tenant_id: None,
            service_level: None,
            address: None,
            technical_support_email: None,
            website: None,
            description: None,
            default_language_code: None,
            eligibility: None,
            is_token_retrievable: false,
            plan: None,
            stamps: AccountStamps { created: Some(created), ..AccountStamps::default() },
        }
    }

    /// What tells this state from others.
    pub fn tag(&self) -> Tag {
        Tag::new(self.revision)
    }

    /// The part that references show.
    pub fn summary(&self) -> AccountSummary {
        AccountSummary { id: self.id, name: self.name.clone(), kind: self.kind, status: self.state.status() }
    }
}
