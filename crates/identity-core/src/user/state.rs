//! The person's state machine and the projection of memberships onto it (platform.md §4, R25).

use super::User;
use crate::membership::MembershipState;
use crate::state::{InvalidTransition, Stamp};
use crate::timestamp::Timestamp;

/// What overrides everything that memberships say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserLife {
    /// Neither blocked nor deleted.
    Live,
    /// Blocked everywhere (R26).
    Blocked,
    /// Deleted for good (R27).
    Deleted,
}

/// The best that a person's memberships give (R25).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Provisioned by the operator, never a member.
    New,
    /// At least one open invitation; the latest ends then.
    Invited {
        /// End of the latest invitation.
        until: Timestamp,
    },
    /// At least one active membership.
    Active,
    /// Was a member and is none any more.
    Disabled,
}

impl Standing {
    /// The status that clients see; an invitation expires by the clock.
    pub fn status(self, now: Timestamp) -> UserStatus {
        match self {
            Self::New => UserStatus::New,
            Self::Invited { until } if now < until => UserStatus::Invited,
            Self::Invited { .. } => UserStatus::InvitationExpired,
            Self::Active => UserStatus::Active,
            Self::Disabled => UserStatus::Disabled,
        }
    }
}

/// What the projection needs to know of one membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MembershipGlance {
    /// State of the membership.
    pub state: MembershipState,
    /// End of its invitation, while it has one.
    pub invited_until: Option<Timestamp>,
}

/// The one function that derives a person's standing from all memberships, deleted ones included.
pub fn standing_of(memberships: &[MembershipGlance]) -> Standing {
    if memberships.is_empty() {
        return Standing::New;
    }
    if memberships.iter().any(|m| m.state == MembershipState::Active) {
        return Standing::Active;
    }
    memberships
        .iter()
        .filter(|m| m.state == MembershipState::Invited)
        .filter_map(|m| m.invited_until)
        .max()
        .map_or(Standing::Disabled, |until| Standing::Invited { until })
}

/// The status that clients see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserStatus {
    /// Never a member.
    New,
    /// Has an open invitation.
    Invited,
    /// All invitations are over.
    InvitationExpired,
    /// Is an active member somewhere.
    Active,
    /// Is no member any more.
    Disabled,
    /// Blocked everywhere.
    Blocked,
    /// Deleted.
    Deleted,
}

impl UserStatus {
    /// All, in the order of the contract.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Invited,
        Self::InvitationExpired,
        Self::Active,
        Self::Disabled,
        Self::Blocked,
        Self::Deleted,
    ];

    /// The names a filter may use.
    pub const NAMES: [&'static str; 7] =
        ["New", "Invited", "InvitationExpired", "Active", "Disabled", "Blocked", "Deleted"];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Invited => "Invited",
            Self::InvitationExpired => "InvitationExpired",
            Self::Active => "Active",
            Self::Disabled => "Disabled",
            Self::Blocked => "Blocked",
            Self::Deleted => "Deleted",
        }
    }
}

/// The verbs of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserVerb {
    /// Anything live → Blocked.
    Block,
    /// Blocked → what the memberships say.
    Unblock,
    /// Disabled or Blocked → Deleted.
    Delete,
    /// Data of a person that is not deleted.
    Update,
}

impl UserVerb {
    /// All verbs, in the order of the contract.
    pub const ALL: [Self; 4] = [Self::Block, Self::Unblock, Self::Delete, Self::Update];

    /// The verb's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Unblock => "unblock",
            Self::Delete => "delete",
            Self::Update => "update",
        }
    }
}

impl UserLife {
    /// The life after a verb.
    ///
    /// # Errors
    /// [`InvalidTransition`] for every cell of the contract's table that says 400.
    pub fn after(self, status: UserStatus, verb: UserVerb) -> Result<Self, InvalidTransition> {
        let refused = InvalidTransition { from: status.as_str(), verb: verb.as_str() };
        match (self, verb) {
            (Self::Live, UserVerb::Block) => Ok(Self::Blocked),
            (Self::Blocked, UserVerb::Unblock) => Ok(Self::Live),
            (Self::Live, UserVerb::Delete) if status == UserStatus::Disabled => Ok(Self::Deleted),
            (Self::Blocked, UserVerb::Delete) => Ok(Self::Deleted),
            (Self::Live | Self::Blocked, UserVerb::Update) => Ok(self),
            _ => Err(refused),
        }
    }
}

impl User {
    /// Applies a verb.
    ///
    /// # Errors
    /// [`InvalidTransition`] where the table says 400.
    pub fn apply(mut self, verb: UserVerb, stamp: Stamp) -> Result<Self, InvalidTransition> {
        self.life = self.life.after(self.status(stamp.at), verb)?;
        self.revision += 1;
        match verb {
            UserVerb::Block => self.stamps.blocked = Some(stamp),
            UserVerb::Unblock => self.stamps.unblocked = Some(stamp),
            UserVerb::Delete | UserVerb::Update => self.stamps.updated = Some(stamp),
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::fixture::{at, user};

    #[test]
    fn a_verb_counts_as_one_change_and_leaves_its_stamp() {
        let stamp = Stamp { at: at(9), by: None };
        let blocked = User { revision: 5, ..user(1) }.apply(UserVerb::Block, stamp).unwrap();
        assert_eq!((blocked.revision, blocked.stamps.blocked), (6, Some(stamp)));
    }
}
