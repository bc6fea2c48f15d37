//! The membership's state machine (platform.md §4).

use super::{Invitation, Membership};
use crate::state::{InvalidTransition, Stamp};

/// Where a membership stands; expiry of an invitation is derived from the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MembershipState {
    /// Carries an open invitation.
    Invited,
    /// In use.
    Active,
    /// Blocked in this account only.
    Blocked,
    /// Removed; readable by nobody (R23).
    Deleted,
}

impl MembershipState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Invited, Self::Active, Self::Blocked, Self::Deleted];

    /// The name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "Invited",
            Self::Active => "Active",
            Self::Blocked => "Blocked",
            Self::Deleted => "Deleted",
        }
    }

    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// The status that clients see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MembershipStatus {
    /// The invitation is open.
    Invited,
    /// The invitation is over.
    InvitationExpired,
    /// In use.
    Active,
    /// Blocked here or everywhere.
    Blocked,
    /// Removed.
    Deleted,
}

impl MembershipStatus {
    /// All, in the order of the contract.
    pub const ALL: [Self; 5] =
        [Self::Invited, Self::InvitationExpired, Self::Active, Self::Blocked, Self::Deleted];

    /// The names a filter may use.
    pub const NAMES: [&'static str; 4] = ["Invited", "InvitationExpired", "Active", "Blocked"];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "Invited",
            Self::InvitationExpired => "InvitationExpired",
            Self::Active => "Active",
            Self::Blocked => "Blocked",
            Self::Deleted => "Deleted",
        }
    }
}

/// The verbs of a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MembershipVerb {
    /// The invitee accepts by its own session.
    Accept,
    /// The invitee accepts by the code while setting a first password.
    AcceptByCode,
    /// A new code while the invitation is open.
    Resend,
    /// A new invitation after the old one expired.
    SendNew,
    /// The invitee declines.
    Decline,
    /// The membership ends.
    Remove,
    /// Blocked by the other API families.
    Block,
    /// Unblocked by the other API families.
    Unblock,
    /// Becomes one who signs in by e-mail, and is asked first (S-R35).
    ToWeb,
    /// Becomes one who signs in at devices alone, and is not asked.
    ToTill,
}

impl MembershipVerb {
    /// All verbs, in the order of the contract.
    pub const ALL: [Self; 10] = [
        Self::Accept,
        Self::AcceptByCode,
        Self::Resend,
        Self::SendNew,
        Self::Decline,
        Self::Remove,
        Self::Block,
        Self::Unblock,
        Self::ToWeb,
        Self::ToTill,
    ];

    /// The verb's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept-invite",
            Self::AcceptByCode => "set-password",
            Self::Resend => "resend-invite",
            Self::SendNew => "send-new-invite",
            Self::Decline => "decline-invite",
            Self::Remove => "remove",
            Self::Block => "block",
            Self::Unblock => "unblock",
            Self::ToWeb => "to-web",
            Self::ToTill => "to-till",
        }
    }
}

impl MembershipStatus {
    /// The state after a verb. Accepting an active membership again is no change, which the use case decides
    /// before it asks.
    ///
    /// # Errors
    /// [`InvalidTransition`] for every cell of the contract's table that refuses.
    pub fn after(self, verb: MembershipVerb) -> Result<MembershipState, InvalidTransition> {
        match (self, verb) {
            (Self::Invited, MembershipVerb::Accept | MembershipVerb::AcceptByCode)
            | (Self::Active, MembershipVerb::Accept)
            | (Self::Blocked, MembershipVerb::Unblock)
            | (Self::Invited | Self::InvitationExpired, MembershipVerb::ToTill) => {
                Ok(MembershipState::Active)
            }
            (Self::Invited, MembershipVerb::Resend)
            | (Self::InvitationExpired, MembershipVerb::SendNew)
            | (Self::Active, MembershipVerb::ToWeb) => Ok(MembershipState::Invited),
            (Self::Invited | Self::InvitationExpired, MembershipVerb::Decline) => {
                Ok(MembershipState::Deleted)
            }
            (Self::Active, MembershipVerb::Block) => Ok(MembershipState::Blocked),
            (Self::Deleted, _) => Err(InvalidTransition { from: self.as_str(), verb: verb.as_str() }),
            (_, MembershipVerb::Remove) => Ok(MembershipState::Deleted),
            _ => Err(InvalidTransition { from: self.as_str(), verb: verb.as_str() }),
        }
    }
}

impl Membership {
    /// Joins: the invitation is used up (R18) and the inviter's stamp dropped.
    ///
    /// # Errors
    /// [`InvalidTransition`] where the table refuses.
    pub fn join(mut self, verb: MembershipVerb, stamp: Stamp) -> Result<Self, InvalidTransition> {
        self.state = self.own_status(stamp.at).after(verb)?;
        self.revision += 1;
        self.accepted_code = self.invitation.take().map(|invitation| invitation.code);
        self.stamps.invited = None;
        self.stamps.joined = Some(stamp);
        Ok(self)
    }

    /// Replaces the invitation by a new one; the old code is dead.
    ///
    /// # Errors
    /// [`InvalidTransition`] where the table refuses.
    pub fn renew(
        mut self,
        verb: MembershipVerb,
        new: Invitation,
        stamp: Stamp,
    ) -> Result<Self, InvalidTransition> {
        self.state = self.own_status(stamp.at).after(verb)?;
        self.revision += 1;
        self.invitation = Some(new);
        self.stamps.invited = Some(stamp);
        Ok(self)
    }

    /// Moves without a question: blocked, unblocked, or no longer asked.
    ///
    /// # Errors
    /// [`InvalidTransition`] where the table refuses.
    pub fn steer(mut self, verb: MembershipVerb, stamp: Stamp) -> Result<Self, InvalidTransition> {
        self.state = self.own_status(stamp.at).after(verb)?;
        self.invitation = None;
        self.stamps.invited = None;
        Ok(self.touched(stamp))
    }

    /// Ends the membership; a pending link dies with it (R23).
    ///
    /// # Errors
    /// [`InvalidTransition`] where the table refuses.
    pub fn end(mut self, verb: MembershipVerb, stamp: Stamp) -> Result<Self, InvalidTransition> {
        self.state = self.own_status(stamp.at).after(verb)?;
        self.revision += 1;
        self.invitation = None;
        self.accepted_code = None;
        self.is_owner = false;
        self.stamps.updated = Some(stamp);
        Ok(self)
    }

    /// Notes a change of the membership's data.
    #[must_use]
    pub fn touched(mut self, stamp: Stamp) -> Self {
        self.revision += 1;
        self.stamps.updated = Some(stamp);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{AccountId, UserId};
    use crate::testing::fixture::{at, invited, membership};

    const STAMP: Stamp = Stamp { at: at(9), by: None };

    fn member() -> Membership {
        Membership { revision: 5, ..membership(1, AccountId::new(1), UserId::new(1), []) }
    }

    #[test]
    fn states_are_read_by_their_exact_names() {
        for state in MembershipState::ALL {
            assert_eq!(MembershipState::parse(state.as_str()), Some(state));
        }
        assert_eq!(MembershipState::parse("active"), None);
    }

    #[test]
    fn whatever_happens_counts_as_one_change() {
        let open = || invited(member(), 60);
        let new = open().invitation.unwrap();
        assert_eq!(open().join(MembershipVerb::Accept, STAMP).unwrap().revision, 6);
        assert_eq!(open().renew(MembershipVerb::Resend, new, STAMP).unwrap().revision, 6);
        assert_eq!(member().end(MembershipVerb::Remove, STAMP).unwrap().revision, 6);
        assert_eq!(member().touched(STAMP).revision, 6);
    }
}
