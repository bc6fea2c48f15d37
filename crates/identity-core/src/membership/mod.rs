//! Memberships: a person in an account (platform.md §3.2).

mod answer;
mod ending;
mod expire;
mod fields;
mod invitation;
mod invite;
mod manage;
pub mod pin;
mod profile;
mod repository;
mod rules;
mod state;
mod steer;
#[cfg(test)]
mod tests;
mod user_code;
mod view;

pub use answer::{accept, decline, send_again};
pub(crate) use answer::{accept_by_code, join, renew, replace_code};
pub(crate) use ending::ended;
pub(crate) use invite::send_code;
pub(crate) use manage::{end, regroup};

pub use fields::{FIELDS_BY_MEMBERSHIP, FIELDS_BY_USER, INVITATION_NAMES, MembershipRow};
pub use invitation::{INVITATION_SPAN, Invitation, ResendLog};
pub use invite::{InviteInput, invite};
pub use manage::{GroupsChange, MembershipInput, change_groups, remove, update};
#[cfg(any(test, feature = "testing"))]
pub use profile::MockProfileRepository;
pub use profile::{Profile, ProfileRepository, StoreAccess, StoreRole, find_by_user_code};
#[cfg(any(test, feature = "testing"))]
pub use repository::MockMembershipRepository;
pub use repository::{GroupMember, MembershipRepository, MembershipScope};
pub use rules::GROUPS_MAX;
pub(crate) use rules::{
    added_modules, check_grant, check_open, is_active_administrator, keep_administered,
    keep_operations_administered, loses_default,
};
pub use state::{MembershipState, MembershipStatus, MembershipVerb};
pub(crate) use steer::{settle, steer};
pub use user_code::UserCode;
pub(crate) use view::audit_object;
pub use view::{
    InvitationCode, MembershipKey, MembershipView, MembershipWants, Minted, get, list, view, visible,
};

use std::collections::BTreeSet;

use crate::condition::Tag;
use crate::id::{AccountId, GroupId, MembershipId, UserId};
use crate::secret::Digest;
use crate::state::Stamp;
use crate::timestamp::Timestamp;
use crate::user::User;
use crate::value::{Phone, Text};

/// What kind of member somebody is (self-service.md §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MembershipKind {
    /// A person with an e-mail; the kind of the Platform API.
    Full,
    /// A person known to one account only.
    Regular,
    /// A person of the operator.
    Support,
    /// A robot.
    Integration,
}

impl MembershipKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Full, Self::Regular, Self::Support, Self::Integration];

    /// The name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "Full",
            Self::Regular => "Regular",
            Self::Support => "Support",
            Self::Integration => "Integration",
        }
    }

    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The names in the Self-service API.
    pub const ACCOUNT_TYPES: [&'static str; 4] = ["FULL", "REGULAR", "SUPPORT", "INTEGRATION"];

    /// The name in the Self-service API.
    pub const fn account_type(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::Regular => "REGULAR",
            Self::Support => "SUPPORT",
            Self::Integration => "INTEGRATION",
        }
    }

    /// Reads the exact name of the Self-service API.
    pub fn parse_account_type(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.account_type() == text)
    }

    /// Whether such a member signs in by e-mail and is asked first: they become one by accepting an invitation (S-R34).
    pub const fn is_invited(self) -> bool {
        matches!(self, Self::Full | Self::Support)
    }

    /// Whether such a member can be an administrator whom R21 counts.
    pub const fn counts_as_administrator(self) -> bool {
        matches!(self, Self::Full | Self::Support)
    }
}

/// Last occurrences of a membership's events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MembershipStamps {
    /// Created.
    pub created: Option<Stamp>,
    /// Data changed.
    pub updated: Option<Stamp>,
    /// Invited; dropped on joining.
    pub invited: Option<Stamp>,
    /// Joined: accepted an invitation, or was added.
    pub joined: Option<Stamp>,
    /// Last used.
    pub access: Option<Stamp>,
    /// Last sign-in into the account.
    pub login: Option<Stamp>,
}

/// What an inviter said of a person; all that others are shown until the person joined (R20, P-R27).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// First name.
    pub first: Text<100>,
    /// Last name.
    pub last: Text<100>,
    /// Phone.
    pub phone: Option<Phone>,
}

impl Given {
    /// What is known of the person already.
    pub(crate) fn of(user: &User) -> Self {
        Self { first: user.first_name.clone(), last: user.last_name.clone(), phone: user.phone.clone() }
    }
}

/// A person in an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Identifier.
    pub id: MembershipId,
    /// Raised by one per change of the membership's own data.
    pub revision: u32,
    /// Who.
    pub user: UserId,
    /// Where.
    pub account: AccountId,
    /// What kind of member.
    pub kind: MembershipKind,
    /// Where the membership stands.
    pub state: MembershipState,
    /// The open question of an Invited membership.
    pub invitation: Option<Invitation>,
    /// SHA-256 of the code by which it was accepted (S-R40).
    pub accepted_code: Option<Digest>,
    /// What the inviter said of the person.
    pub given: Given,
    /// Whether this member owns the account.
    pub is_owner: bool,
    /// Marked by the person.
    pub is_favorite: bool,
    /// Groups, at least one (R15).
    pub groups: BTreeSet<GroupId>,
    /// Last occurrences of events.
    pub stamps: MembershipStamps,
}

impl Membership {
    /// The status that clients see: the person's block shows through.
    pub fn status(&self, user: &User, now: Timestamp) -> MembershipStatus {
        if user.life == crate::user::UserLife::Blocked {
            return MembershipStatus::Blocked;
        }
        self.own_status(now)
    }

    /// What tells this state from others; an invitation that expired is another one.
    pub fn tag(&self, now: Timestamp) -> Tag {
        Tag::new(self.revision).lapsed_if(self.own_status(now) == MembershipStatus::InvitationExpired)
    }

    /// The status by the membership alone.
    pub fn own_status(&self, now: Timestamp) -> MembershipStatus {
        match (self.state, &self.invitation) {
            (MembershipState::Invited, Some(invitation)) if now >= invitation.expires_at => {
                MembershipStatus::InvitationExpired
            }
            (MembershipState::Invited, _) => MembershipStatus::Invited,
            (MembershipState::Active, _) => MembershipStatus::Active,
            (MembershipState::Blocked, _) => MembershipStatus::Blocked,
            (MembershipState::Deleted, _) => MembershipStatus::Deleted,
        }
    }

    /// Whether the person has accepted an invitation into the account or entered it (R20).
    pub fn is_joined(&self) -> bool {
        self.stamps.joined.is_some()
    }
}
