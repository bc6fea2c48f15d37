//! Actors: whoever makes a request, and what is known of them (platform.md §1.2).

use std::collections::BTreeSet;
use std::fmt;

use crate::account::AccountKind;
use crate::id::{AccountId, DeviceId, MembershipId, ModuleId, SessionId, TokenId, UserId};
use crate::module::{ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT};
use crate::timestamp::Timestamp;

/// A lasting reference to who did something; the system has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActorRef {
    /// A person.
    User(UserId),
    /// A token.
    Token(TokenId),
}

impl ActorRef {
    /// Reads `USR-…` or `TKN-…`.
    pub fn parse(text: &str) -> Option<Self> {
        let user = text.parse().ok().map(Self::User);
        user.or_else(|| text.parse().ok().map(Self::Token))
    }
}

impl fmt::Display for ActorRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => id.fmt(f),
            Self::Token(id) => id.fmt(f),
        }
    }
}

/// The account an actor acts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActingAccount {
    /// Identifier.
    pub id: AccountId,
    /// What it is.
    pub kind: AccountKind,
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// An API token.
    Token(TokenId),
    /// A signed-in person.
    Person(UserId),
    /// A device at which nobody is signed in.
    Device(DeviceId),
    /// Whoever holds an invitation's code, for that membership alone.
    Invitee(MembershipId),
    /// The service itself: bootstrap and jobs.
    System,
}

/// Whoever makes a request, with the rights of this moment (R5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub who: Who,
    /// Where; a session without a current account has none.
    pub account: Option<ActingAccount>,
    /// Effective modules there.
    pub modules: BTreeSet<ModuleId>,
    /// The account of a reseller key, which acts on the direct children of it and nowhere else (P-R3): `account` is the
    /// child acted on, and none before that is known.
    pub reseller: Option<ActingAccount>,
}

/// What an actor's credential amounts to in the permission matrix (platform.md §1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// O+: an Operations account with `account-management`.
    Operator,
    /// A+, or O− with `access-management` in its own Operations account.
    Admin(AccountId),
    /// A−.
    Member(AccountId),
    /// No account.
    Nobody,
}

impl Actor {
    /// The service itself.
    pub const fn system() -> Self {
        Self { who: Who::System, account: None, modules: BTreeSet::new(), reseller: None }
    }

    /// Where the actor stands in the permission matrix.
    pub fn rank(&self) -> Rank {
        match self.account {
            Some(account)
                if account.kind == AccountKind::Operations && self.modules.contains(&ACCOUNT_MANAGEMENT) =>
            {
                Rank::Operator
            }
            Some(account) if self.modules.contains(&ACCESS_MANAGEMENT) => Rank::Admin(account.id),
            Some(account) => Rank::Member(account.id),
            None if self.who == Who::System => Rank::Operator,
            None => Rank::Nobody,
        }
    }

    /// Whether this is O+.
    pub fn is_operator(&self) -> bool {
        self.rank() == Rank::Operator
    }

    /// Whether the actor reaches several accounts: a reseller key or O+ (provisioning.md §1.3).
    pub fn is_multitenant(&self) -> bool {
        self.reseller.is_some() || self.is_operator()
    }

    /// The account that the credential belongs to.
    pub fn home(&self) -> Option<ActingAccount> {
        self.reseller.or(self.account)
    }

    /// The person, if a session stands behind the actor; a token is never Self (R32).
    pub fn person(&self) -> Option<UserId> {
        match self.who {
            Who::Person(id) => Some(id),
            _ => None,
        }
    }

    /// The token, if one stands behind the actor.
    pub fn token(&self) -> Option<TokenId> {
        match self.who {
            Who::Token(id) => Some(id),
            _ => None,
        }
    }

    /// The account the actor acts in.
    pub fn account_id(&self) -> Option<AccountId> {
        self.account.map(|account| account.id)
    }

    /// Whether the actor acts in an account of that kind.
    pub fn is_of(&self, kind: AccountKind) -> bool {
        self.account.is_some_and(|account| account.kind == kind)
    }

    /// What stamps remember.
    pub fn reference(&self) -> Option<ActorRef> {
        match self.who {
            Who::Token(id) => Some(ActorRef::Token(id)),
            Who::Person(id) => Some(ActorRef::User(id)),
            Who::Device(_) | Who::Invitee(_) | Who::System => None,
        }
    }
}

/// What was presented and found good (self-service.md §1.2), as one enumeration, so that no kind passes for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// An API token of an account.
    Api(TokenId),
    /// An integration token, with the rights of a membership.
    Integration {
        /// The token.
        token: TokenId,
        /// Whose rights it has.
        membership: MembershipId,
    },
    /// A key that signs requests (provisioning.md §1.3).
    Hmac(TokenId),
    /// An auth token: a session at person level.
    Auth(SessionId),
    /// An access token of channel web: a session in one account.
    Access {
        /// The session.
        session: SessionId,
        /// The membership that it is entered by.
        membership: MembershipId,
    },
    /// An access token of channel device.
    DeviceAccess {
        /// The session.
        session: SessionId,
        /// The membership that it is entered by.
        membership: MembershipId,
        /// Where.
        device: DeviceId,
    },
    /// A device's own token.
    Device(DeviceId),
    /// An invitation's code, good for that membership alone.
    Invitation(MembershipId),
    /// None: the service itself.
    System,
}

/// The kinds of credentials that an operation can be open to (S-R1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialKind {
    /// An API token.
    Api,
    /// An integration token.
    Integration,
    /// A key that signs requests.
    Hmac,
    /// An auth token.
    Auth,
    /// An access token of channel web.
    Access,
    /// An access token of channel device.
    DeviceAccess,
    /// A device token.
    Device,
    /// An invitation's code.
    Invitation,
    /// The service itself.
    System,
}

impl Credential {
    /// Its kind.
    pub const fn kind(self) -> CredentialKind {
        match self {
            Self::Api(_) => CredentialKind::Api,
            Self::Integration { .. } => CredentialKind::Integration,
            Self::Hmac(_) => CredentialKind::Hmac,
            Self::Auth(_) => CredentialKind::Auth,
            Self::Access { .. } => CredentialKind::Access,
            Self::DeviceAccess { .. } => CredentialKind::DeviceAccess,
            Self::Device(_) => CredentialKind::Device,
            Self::Invitation(_) => CredentialKind::Invitation,
            Self::System => CredentialKind::System,
        }
    }

    /// The session, if one stands behind it.
    pub const fn session(self) -> Option<SessionId> {
        match self {
            Self::Auth(session) | Self::Access { session, .. } | Self::DeviceAccess { session, .. } => {
                Some(session)
            }
            _ => None,
        }
    }

    /// The membership whose rights it has, if it has those of one.
    pub const fn membership(self) -> Option<MembershipId> {
        match self {
            Self::Integration { membership, .. }
            | Self::Access { membership, .. }
            | Self::DeviceAccess { membership, .. }
            | Self::Invitation(membership) => Some(membership),
            _ => None,
        }
    }

    /// The device, if it works on one only.
    pub const fn device(self) -> Option<DeviceId> {
        match self {
            Self::DeviceAccess { device, .. } | Self::Device(device) => Some(device),
            _ => None,
        }
    }
}

/// A verified credential: an actor, and until when that may be believed without asking again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The actor.
    pub actor: Actor,
    /// What was presented.
    pub credential: Credential,
    /// Display name of the credential, for audit.
    pub name: String,
    /// Display name of the account acted in, for audit.
    pub account_name: Option<String>,
    /// Expiry of the credential; checked on every use.
    pub not_after: Option<Timestamp>,
}

impl Principal {
    /// The service itself.
    pub fn system() -> Self {
        Self {
            actor: Actor::system(),
            credential: Credential::System,
            name: "System".into(),
            account_name: None,
            not_after: None,
        }
    }
}
