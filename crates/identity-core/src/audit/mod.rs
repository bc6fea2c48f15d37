//! Facts that happened, each written in the transaction of its change (platform.md §3.8, R48–R50).

mod event;
mod fields;
mod repository;
mod view;

pub use event::Event;
pub use fields::{AuditRow, FIELDS};
#[cfg(any(test, feature = "testing"))]
pub use repository::MockAuditRepository;
pub use repository::{AuditRepository, AuditScope};
pub use view::{get, list};

use crate::account::AccountKind;
use crate::condition::Tag;
use crate::id::{AccountId, AuditId};
use crate::timestamp::Timestamp;

/// A value in the before and after of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Absent.
    Null,
    /// A boolean.
    Flag(bool),
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
    /// Several values.
    List(Vec<Fact>),
    /// Named values.
    Object(Vec<(String, Fact)>),
}

impl Fact {
    /// A text, or nothing.
    pub fn text(value: Option<impl ToString>) -> Self {
        value.map_or(Self::Null, |value| Self::Text(value.to_string()))
    }

    /// Several texts.
    pub fn texts(values: impl IntoIterator<Item = impl ToString>) -> Self {
        Self::List(values.into_iter().map(|value| Self::Text(value.to_string())).collect())
    }

    /// What a change of a secret shows (R50).
    pub fn secret() -> Self {
        Self::Text("***".into())
    }
}

/// Before and after of the members that changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Documents {
    /// Before.
    pub before: Vec<(String, Fact)>,
    /// After.
    pub after: Vec<(String, Fact)>,
}

impl Documents {
    /// Notes a member, if it changed.
    pub fn note(&mut self, member: &str, before: Fact, after: Fact) {
        if before != after {
            self.before.push((member.to_owned(), before));
            self.after.push((member.to_owned(), after));
        }
    }

    /// How many members changed.
    pub fn len(&self) -> usize {
        self.after.len()
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.after.is_empty()
    }
}

/// Kinds of object that records are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectKind {
    /// `Account`
    Account,
    /// `AccountUser`
    AccountUser,
    /// `User`
    User,
    /// `UserGroup`
    UserGroup,
    /// `ApiToken`
    ApiToken,
    /// `Buyer`
    Buyer,
    /// `Device`
    Device,
}

impl ObjectKind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::Account,
        Self::AccountUser,
        Self::User,
        Self::UserGroup,
        Self::ApiToken,
        Self::Buyer,
        Self::Device,
    ];

    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "Account",
            Self::AccountUser => "AccountUser",
            Self::User => "User",
            Self::UserGroup => "UserGroup",
            Self::ApiToken => "ApiToken",
            Self::Buyer => "Buyer",
            Self::Device => "Device",
        }
    }

    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What a record is about, as it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditObject {
    /// Kind.
    pub kind: ObjectKind,
    /// Identifier, as text because kinds differ.
    pub id: String,
    /// Name.
    pub name: String,
    /// Revision after the change.
    pub revision: u32,
}

/// Another object that the same request changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Kind.
    pub kind: ObjectKind,
    /// Identifier.
    pub id: String,
}

/// Who did it, as they were then; jobs have a name only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditActor {
    /// `USR-…` or `TKN-…`.
    pub id: Option<String>,
    /// Name.
    pub name: String,
    /// The account acted in.
    pub account: Option<AuditAccount>,
}

/// The account an audited actor acted in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditAccount {
    /// Identifier.
    pub id: AccountId,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
}

/// Where a request came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// Client address.
    pub ip: Option<String>,
    /// `User-Agent`, cut to 500 characters.
    pub user_agent: Option<String>,
    /// Trace id that the answer carried.
    pub correlation_id: Option<String>,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// Identifier.
    pub id: AuditId,
    /// What happened.
    pub event: Event,
    /// When.
    pub at: Timestamp,
    /// To what.
    pub object: AuditObject,
    /// What else changed.
    pub related: Vec<Related>,
    /// By whom.
    pub actor: AuditActor,
    /// From where.
    pub origin: Origin,
    /// Accounts that may see it (R49), without repetition.
    pub viewers: Vec<AccountId>,
    /// Before and after.
    pub documents: Documents,
}

impl AuditRecord {
    /// Records never change, so they have one state.
    pub fn tag(&self) -> Tag {
        Tag::new(1)
    }
}
