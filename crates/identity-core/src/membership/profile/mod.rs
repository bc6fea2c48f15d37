//! What an account knows of a member beyond the Platform API (self-service.md §3).

mod lookup;
mod repository;

pub use lookup::find_by_user_code;
#[cfg(any(test, feature = "testing"))]
pub use repository::MockProfileRepository;
pub use repository::ProfileRepository;

use super::{Membership, UserCode};
use crate::id::{AccountId, MembershipId, StoreAccessId};
use crate::timestamp::Timestamp;
use crate::value::{EmailAddress, LanguageCode, PhoneNumber, Text, Uid};

/// An account's own view of a member: what is set here is shown in place of the person's value, there alone (S-R29).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Whose.
    pub membership: MembershipId,
    /// Where; codes and external ids are unique among its non-deleted members.
    pub account: AccountId,
    /// The code, unless it is the default one.
    pub user_code: Option<UserCode>,
    /// The identifier in a system of the account.
    pub external_id: Option<Text<250>>,
    /// The name to show.
    pub display_name: Option<Text<100>>,
    /// First name.
    pub first_name: Option<Text<100>>,
    /// Last name.
    pub last_name: Option<Text<100>>,
    /// Contact address; nobody signs in by it.
    pub email: Option<EmailAddress>,
    /// Mobile number.
    pub mobile: Option<PhoneNumber>,
    /// Language.
    pub language: Option<LanguageCode>,
    /// The store that is chosen at first.
    pub default_store: Option<Uid>,
}

impl Profile {
    /// What a member has of whom the account knows nothing else.
    pub const fn blank(membership: &Membership) -> Self {
        Self {
            membership: membership.id,
            account: membership.account,
            user_code: None,
            external_id: None,
            display_name: None,
            first_name: None,
            last_name: None,
            email: None,
            mobile: None,
            language: None,
            default_store: None,
        }
    }

    /// The code that the member signs in with at a device.
    pub fn code(&self) -> UserCode {
        self.user_code.clone().unwrap_or_else(|| UserCode::default_of(self.membership))
    }
}

/// What a member may do in a store; it means something to the applications there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreRole {
    /// Runs the store.
    Admin,
    /// Works in it.
    Access,
}

impl StoreRole {
    /// All roles.
    pub const ALL: [Self; 2] = [Self::Admin, Self::Access];

    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "ADMIN",
            Self::Access => "ACCESS",
        }
    }

    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// A store that a member may enter; who has none may enter all (S-R32).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreAccess {
    /// Identifier; stays while the store stays.
    pub id: StoreAccessId,
    /// Who.
    pub membership: MembershipId,
    /// Where; stores are nothing of ours.
    pub store: Uid,
    /// As what.
    pub role: StoreRole,
    /// Since when.
    pub created_at: Timestamp,
    /// When the role was given.
    pub modified_at: Timestamp,
}
