//! People: global, one e-mail each (platform.md §3.3).

mod accounts;
mod blocklist;
mod facts;
mod fields;
mod input;
mod password;
mod repository;
mod set_password;
mod state;
mod steer;
#[cfg(test)]
mod tests;
mod update;
mod view;

pub use accounts::{OWN_FIELDS, OwnAccount, accounts, set_favorite};
pub use fields::{FIELDS, UserRow};
pub use input::{SettingsInput, UserInput};
pub use password::{
    PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, PasswordContext, check_password, context_words, normal_password,
};
#[cfg(any(test, feature = "testing"))]
pub use repository::MockUserRepository;
pub use repository::{UserRepository, UserScope, UserSummary};
pub(crate) use set_password::context_of;
pub use set_password::{PasswordTarget, SetPassword};
pub use state::{MembershipGlance, Standing, UserLife, UserStatus, UserVerb, standing_of};
pub use steer::{block, delete};
pub use update::update;
pub use view::{OpenUser, ShownUser, UserLink, UserView, UserWants, get, icon, list, view, visible};
pub(crate) use view::{audit_object, counts_as_administrator, reproject};

use crate::condition::Tag;
use crate::id::{AccountId, UserId};
use crate::state::Stamp;
use crate::timestamp::Timestamp;
use crate::value::{EmailAddress, Phone, Text};

/// A password hash in PHC string form.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(***)")
    }
}

/// How a person wants to be addressed; opaque to us.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserSettings {
    /// Culture code, at most 5 characters.
    pub culture_code: Option<Text<5>>,
    /// Language code, at most 5 characters.
    pub language_code: Option<Text<5>>,
    /// Date format.
    pub date_format: Option<Text<64>>,
    /// Time format.
    pub time_format: Option<Text<64>>,
    /// Time zone.
    pub time_zone: Option<Text<64>>,
    /// Number format.
    pub number_format: Option<Text<64>>,
}

/// Last occurrences of a person's events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserStamps {
    /// Created.
    pub created: Option<Stamp>,
    /// Data changed.
    pub updated: Option<Stamp>,
    /// Signed in.
    pub login: Option<Stamp>,
    /// Blocked.
    pub blocked: Option<Stamp>,
    /// Unblocked.
    pub unblocked: Option<Stamp>,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Identifier.
    pub id: UserId,
    /// Raised by one per change of the person's own data.
    pub revision: u32,
    /// Sign-in e-mail, unique among non-deleted people; never changes (R31).
    pub email: EmailAddress,
    /// Whether the person proved to own the e-mail.
    pub is_email_verified: bool,
    /// First name.
    pub first_name: Text<100>,
    /// Last name.
    pub last_name: Text<100>,
    /// Phone.
    pub phone: Option<Phone>,
    /// Preferences.
    pub settings: UserSettings,
    /// Password, if one was set.
    pub password: Option<PasswordHash>,
    /// Live, blocked or deleted: what overrides everything else.
    pub life: UserLife,
    /// Projection of the person's memberships, rewritten when one of them changes (R25).
    pub standing: Standing,
    /// When a first invitation was accepted; "activated" means that this is set.
    pub activated_at: Option<Timestamp>,
    /// The account to enter next (R28).
    pub current_account: Option<AccountId>,
    /// Last sign-in.
    pub last_login_at: Option<Timestamp>,
    /// Last occurrences of events.
    pub stamps: UserStamps,
}

impl User {
    /// A new person whom nobody knows anything about yet; the caller places them.
    pub(crate) fn new(
        email: EmailAddress,
        first_name: Text<100>,
        last_name: Text<100>,
        created: Stamp,
    ) -> Self {
        Self {
            id: UserId::new(0),
            revision: 1,
            email,
            is_email_verified: false,
            first_name,
            last_name,
            phone: None,
            settings: UserSettings::default(),
            password: None,
            life: UserLife::Live,
            standing: Standing::New,
            activated_at: None,
            current_account: None,
            last_login_at: None,
            stamps: UserStamps { created: Some(created), ..UserStamps::default() },
        }
    }

    /// First and last name.
    pub fn name(&self) -> String {
        full_name(&self.first_name, &self.last_name)
    }

    /// Whether a first invitation was ever accepted (R25).
    pub fn is_activated(&self) -> bool {
        self.activated_at.is_some()
    }

    /// The status that clients see (R25).
    pub fn status(&self, now: Timestamp) -> UserStatus {
        match self.life {
            UserLife::Deleted => UserStatus::Deleted,
            UserLife::Blocked => UserStatus::Blocked,
            UserLife::Live => self.standing.status(now),
        }
    }

    /// What tells this state from others; an invitation that expired is another one.
    pub fn tag(&self, now: Timestamp) -> Tag {
        Tag::new(self.revision).lapsed_if(self.status(now) == UserStatus::InvitationExpired)
    }

    /// The part that references show.
    pub fn summary(&self) -> UserSummary {
        UserSummary { id: self.id, name: self.name() }
    }
}

/// Joins a first and a last name, either of which may be empty.
pub fn full_name(first: &Text<100>, last: &Text<100>) -> String {
    format!("{first} {last}").trim_matches(' ').to_owned()
}
