//! Actors: whoever makes a request, and what is known of them (platform.md §1.2).

use std::collections::BTreeSet;
use std::fmt;

use crate::account::AccountKind;
use crate::id::{AccountId, MembershipId, ModuleId, TokenId, UserId};
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

/// What kind of credential stands behind an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// An API token.
    Token(TokenId),
    /// A signed-in person.
    Person(UserId),
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
        Self { who: Who::System, account: None, modules: BTreeSet::new() }
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
            Who::Invitee(_) | Who::System => None,
        }
    }
}

/// A verified credential: an actor, and until when that may be believed without asking again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The actor.
    pub actor: Actor,
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
        Self { actor: Actor::system(), name: "System".into(), account_name: None, not_after: None }
    }
}
