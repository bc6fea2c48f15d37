//! API tokens: machine credentials of one account (platform.md §3.6).

mod fields;
mod input;
mod manage;
mod repository;
mod state;
#[cfg(test)]
mod tests;
mod view;

pub use fields::{FIELDS, TokenRow};
pub use input::{GRACE_SECS_MAX, TokenInput};
pub use manage::{create, delete, rotate, steer, update};
#[cfg(any(test, feature = "testing"))]
pub use repository::MockApiTokenRepository;
pub use repository::{ApiTokenRepository, TokenCredential, TokenScope, TokenSummary};
pub use state::{TokenState, TokenVerb};
pub(crate) use view::audit_object;
pub use view::{TokenView, TokenWants, get, list, reveal, view, visible};

use std::collections::BTreeSet;

use crate::actor::ActorRef;
use crate::condition::Tag;
use crate::id::{AccountId, MembershipId, ModuleId, TokenId, UserId};
use crate::secret::Digest;
use crate::state::Stamp;
use crate::timestamp::Timestamp;
use crate::value::{LocalPath, Prose, TokenName};

/// Last occurrences of a token's events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenStamps {
    /// Created.
    pub created: Option<Stamp>,
    /// Data changed.
    pub updated: Option<Stamp>,
    /// Enabled again.
    pub enabled: Option<Stamp>,
    /// Disabled.
    pub disabled: Option<Stamp>,
    /// Given a new secret.
    pub rotated: Option<Stamp>,
}

/// What is stored of a token's secrets: digests only, and at most two of them (R37, R39).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenDigests {
    /// SHA-256 of the present value.
    pub current: Digest,
    /// SHA-256 of the value before the latest rotation, and until when it still works.
    pub previous: Option<(Digest, Timestamp)>,
}

impl TokenDigests {
    /// Whether the presented value is right at that moment; compares in constant time.
    pub fn accept(&self, presented: &Digest, now: Timestamp) -> bool {
        let is_current = self.current.matches(presented);
        let is_previous =
            self.previous.is_some_and(|(digest, until)| digest.matches(presented) && now < until);
        is_current | is_previous
    }
}

/// What a token is; only the first kind is an API token of the Platform API (R41).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Has modules of its own.
    Api,
    /// Has the rights of a membership (S-R41).
    Integration,
}

impl TokenKind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::Api, Self::Integration];

    /// The name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Integration => "integration",
        }
    }

    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A machine credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Identifier.
    pub id: TokenId,
    /// Raised by one per change of the token's own data.
    pub revision: u32,
    /// Whose token; fixed at creation.
    pub account: AccountId,
    /// What it is; fixed at creation.
    pub kind: TokenKind,
    /// The membership whose rights an integration token has.
    pub membership: Option<MembershipId>,
    /// The end of an integration token's value, by which people tell tokens apart.
    pub last4: Option<String>,
    /// Where it stands; expiry leaves this as it is (R40).
    pub state: TokenState,
    /// Display name, by default the identifier.
    pub name: TokenName,
    /// Description.
    pub description: Option<Prose<2000>>,
    /// Picture; never fetched.
    pub icon: Option<LocalPath>,
    /// Modules, within those of the account's default group (R36).
    pub modules: BTreeSet<ModuleId>,
    /// Digests of its secrets.
    pub digests: TokenDigests,
    /// The value, sealed, if it can be shown again (R38).
    pub sealed: Option<Vec<u8>>,
    /// Whether it was made retrievable; fixed at creation.
    pub is_retrievable: bool,
    /// Whom it is made for; binds nothing here (R40).
    pub holder: Option<UserId>,
    /// Who made it.
    pub creator: Option<ActorRef>,
    /// The first moment at which it no longer works.
    pub expires_at: Option<Timestamp>,
    /// Last use, kept to the minute; no change of the token.
    pub last_access_at: Option<Timestamp>,
    /// Last occurrences of events.
    pub stamps: TokenStamps,
}

impl ApiToken {
    /// What tells this state from others.
    pub fn tag(&self) -> Tag {
        Tag::new(self.revision)
    }

    /// The part that references show.
    pub fn summary(&self) -> TokenSummary {
        TokenSummary { id: self.id, name: self.name.clone(), icon: self.icon.clone() }
    }
}
