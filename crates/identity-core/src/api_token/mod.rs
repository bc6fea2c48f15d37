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
pub(crate) use manage::{facts, issue, store};
#[cfg(any(test, feature = "testing"))]
pub use repository::MockApiTokenRepository;
pub use repository::{ApiTokenRepository, TokenCredential, TokenScope, TokenSummary};
pub use state::{TokenState, TokenVerb};
pub use view::{TokenView, TokenWants, get, list, reveal, view, visible};
pub(crate) use view::{audit_object, open};

use std::collections::BTreeSet;

use crate::actor::ActorRef;
use crate::condition::Tag;
use crate::id::{AccountId, MembershipId, ModuleId, TokenId, UserId};
use crate::secret::{Digest, Secret};
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
    /// Signs requests and is never shown as a bearer (provisioning.md §1.3).
    Hmac,
}

impl TokenKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Api, Self::Integration, Self::Hmac];

    /// The name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Integration => "integration",
            Self::Hmac => "hmac",
        }
    }

    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What a key that signs requests acts on (provisioning.md §1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HmacScope {
    /// Its account.
    Domain,
    /// The direct children of its account (P-R3).
    Reseller,
}

impl HmacScope {
    /// All scopes.
    pub const ALL: [Self; 2] = [Self::Domain, Self::Reseller];

    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Reseller => "reseller",
        }
    }

    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }
}

/// The scope that stands for all modules of the account at the token's creation (P-R6).
pub(crate) const LEVEL_ADMIN: &str = "level://admin";

/// What the sealed secret of a key is bound to (P-R5): its identifier, its account and its kind.
pub(crate) fn hmac_seal_context(key: TokenId, account: AccountId) -> String {
    format!("{}:{account}:{key}", TokenKind::Hmac.as_str())
}

/// The end of a value, by which people tell tokens apart.
pub(crate) fn tail(value: &Secret) -> Option<String> {
    let text = value.expose();
    let start = text.len().checked_sub(TAIL_CHARS)?;
    text.get(start..).map(str::to_owned)
}

/// Characters of a value's end that are kept; values are ASCII.
const TAIL_CHARS: usize = 5;

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
    /// The membership that it is bound to: the one whose rights an integration token has, and within which a bound API
    /// token works (P-R13).
    pub membership: Option<MembershipId>,
    /// What a key acts on; nothing but keys has one.
    pub hmac_scope: Option<HmacScope>,
    /// `level://admin` and data scopes as they were sent (P-R6).
    pub scopes: Vec<String>,
    /// For whom it is meant; stored, not interpreted.
    pub audience: Vec<String>,
    /// The last five characters of the value; values from before have four, or are not known.
    pub tail: Option<String>,
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
    /// Whom it is made for; binds nothing without a membership (R40).
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
    /// An active token of an account that grants nothing yet; it has no identifier and no value before it is placed.
    pub(crate) fn new(account: AccountId, kind: TokenKind, name: TokenName, created: Stamp) -> Self {
        Self {
            id: TokenId::new(0),
            revision: 1,
            account,
            kind,
            membership: None,
            hmac_scope: None,
            scopes: Vec::new(),
            audience: Vec::new(),
            tail: None,
            state: TokenState::Active,
            name,
            description: None,
            icon: None,
            modules: BTreeSet::new(),
            digests: TokenDigests { current: Digest([0; 32]), previous: None },
            sealed: None,
            is_retrievable: false,
            holder: None,
            creator: created.by,
            expires_at: None,
            last_access_at: None,
            stamps: TokenStamps { created: Some(created), ..TokenStamps::default() },
        }
    }

    /// What tells this state from others.
    pub fn tag(&self) -> Tag {
        Tag::new(self.revision)
    }

    /// The scopes that stand for no modules: stored for whoever examines the token (P-R6).
    pub fn data_scopes(&self) -> impl Iterator<Item = &str> {
        self.scopes.iter().map(String::as_str).filter(|scope| *scope != LEVEL_ADMIN)
    }

    /// The last four characters of the value, as far as they are known.
    pub fn last4(&self) -> &str {
        let tail = self.tail.as_deref().unwrap_or_default();
        let start = tail.len().saturating_sub(4);
        tail.get(start..).unwrap_or_default()
    }

    /// The part that references show.
    pub fn summary(&self) -> TokenSummary {
        TokenSummary { id: self.id, name: self.name.clone(), icon: self.icon.clone() }
    }
}
