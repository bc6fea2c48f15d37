//! The account's state machine (platform.md §4).

use super::{Account, AccountKind};
use crate::state::{InvalidTransition, Repeat, Stamp};

/// The states an account returns to when it is enabled again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undisabled {
    /// A client that has no external id yet.
    Enabled,
    /// In use.
    Active,
}

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    /// A client that was created and not activated.
    Enabled,
    /// In use.
    Active,
    /// Locked; remembers what it was.
    Disabled {
        /// The state that enabling brings back.
        before: Undisabled,
    },
    /// Removed through the Provisioning API; nobody sees it any more (R8).
    Deleted,
}

/// The status that clients see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountStatus {
    /// `Active`
    Active,
    /// `Enabled`
    Enabled,
    /// `Disabled`
    Disabled,
    /// `Deleted`
    Deleted,
}

impl AccountStatus {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
            Self::Deleted => "Deleted",
        }
    }

    /// The names a filter may use.
    pub const NAMES: [&'static str; 3] = ["Active", "Enabled", "Disabled"];

    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Active, Self::Enabled, Self::Disabled, Self::Deleted].into_iter().find(|s| s.as_str() == text)
    }
}

/// The verbs of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountVerb {
    /// Client Enabled → Active.
    Activate,
    /// Client Active → Enabled.
    Deactivate,
    /// Anything but Operations → Disabled.
    Disable,
    /// Disabled → what it was.
    Enable,
    /// Disabled → Deleted, through the Provisioning API only.
    Delete,
}

impl AccountVerb {
    /// All verbs, in the order of the contract.
    pub const ALL: [Self; 5] = [Self::Activate, Self::Deactivate, Self::Disable, Self::Enable, Self::Delete];

    /// The verb's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Activate => "activate",
            Self::Deactivate => "deactivate",
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Delete => "delete",
        }
    }
}

impl AccountState {
    /// The state an account of this kind is created in.
    pub const fn initial(kind: AccountKind) -> Self {
        match kind {
            AccountKind::Client => Self::Enabled,
            AccountKind::Vendor | AccountKind::Operations => Self::Active,
        }
    }

    /// The status that clients see.
    pub const fn status(self) -> AccountStatus {
        match self {
            Self::Enabled => AccountStatus::Enabled,
            Self::Active => AccountStatus::Active,
            Self::Disabled { .. } => AccountStatus::Disabled,
            Self::Deleted => AccountStatus::Deleted,
        }
    }

    /// Whether the account itself stands in nobody's way; its ancestors matter too (R8).
    pub const fn is_usable(self) -> bool {
        matches!(self, Self::Enabled | Self::Active)
    }

    /// The state after a verb.
    ///
    /// # Errors
    /// [`InvalidTransition`] for every cell of the contract's table that says 400.
    pub fn after(self, kind: AccountKind, verb: AccountVerb) -> Result<Self, InvalidTransition> {
        match (self, verb) {
            // Only Clients are ever Enabled, because only they are created so and return to it.
            (Self::Enabled, AccountVerb::Activate)
            | (Self::Disabled { before: Undisabled::Active }, AccountVerb::Enable) => Ok(Self::Active),
            (Self::Active, AccountVerb::Deactivate) if kind == AccountKind::Client => Ok(Self::Enabled),
            (Self::Enabled, AccountVerb::Disable) => Ok(Self::Disabled { before: Undisabled::Enabled }),
            (Self::Active, AccountVerb::Disable) if kind != AccountKind::Operations => {
                Ok(Self::Disabled { before: Undisabled::Active })
            }
            (Self::Disabled { before: Undisabled::Enabled }, AccountVerb::Enable) => Ok(Self::Enabled),
            (Self::Disabled { .. }, AccountVerb::Delete) => Ok(Self::Deleted),
            _ => Err(InvalidTransition { from: self.status().as_str(), verb: verb.as_str() }),
        }
    }

    fn is_target_of(self, verb: AccountVerb) -> bool {
        match verb {
            AccountVerb::Activate => self == Self::Active,
            AccountVerb::Deactivate => self == Self::Enabled,
            AccountVerb::Disable => matches!(self, Self::Disabled { .. }),
            AccountVerb::Enable => self.is_usable(),
            AccountVerb::Delete => self == Self::Deleted,
        }
    }
}

impl Account {
    /// Applies a verb; `None` when it was a repetition that the dialect accepts.
    ///
    /// # Errors
    /// [`InvalidTransition`] where the table says 400.
    pub fn apply(
        mut self,
        verb: AccountVerb,
        repeat: Repeat,
        stamp: Stamp,
    ) -> Result<Option<Self>, InvalidTransition> {
        if repeat == Repeat::Accept && self.state.is_target_of(verb) {
            return Ok(None);
        }
        self.state = self.state.after(self.kind, verb)?;
        self.revision += 1;
        let event = match verb {
            AccountVerb::Activate => &mut self.stamps.activated,
            AccountVerb::Deactivate => &mut self.stamps.deactivated,
            AccountVerb::Disable => &mut self.stamps.disabled,
            AccountVerb::Enable => &mut self.stamps.enabled,
            AccountVerb::Delete => &mut self.stamps.updated,
        };
        *event = Some(stamp);
        Ok(Some(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::fixture::{account, at};

    #[test]
    fn statuses_are_read_by_their_exact_names() {
        for status in
            [AccountStatus::Active, AccountStatus::Enabled, AccountStatus::Disabled, AccountStatus::Deleted]
        {
            assert_eq!(AccountStatus::parse(status.as_str()), Some(status));
        }
        assert_eq!(AccountStatus::parse("active"), None);
    }

    #[test]
    fn a_verb_counts_as_one_change_and_leaves_its_stamp() {
        let stamp = Stamp { at: at(9), by: None };
        let before = Account { revision: 5, ..account(1) };
        let after = before.apply(AccountVerb::Disable, Repeat::Refuse, stamp).unwrap().unwrap();
        assert_eq!((after.revision, after.stamps.disabled), (6, Some(stamp)));
    }

    #[test]
    fn a_repetition_has_nothing_left_to_do_where_the_dialect_accepts_it() {
        use AccountState::{Active, Disabled, Enabled};
        let [was_enabled, was_active] =
            [Undisabled::Enabled, Undisabled::Active].map(|before| Disabled { before });
        let stamp = Stamp { at: at(9), by: None };
        for (verb, done) in [
            (AccountVerb::Activate, vec![Active]),
            (AccountVerb::Deactivate, vec![Enabled]),
            (AccountVerb::Disable, vec![was_enabled, was_active]),
            (AccountVerb::Enable, vec![Enabled, Active]),
            (AccountVerb::Delete, vec![AccountState::Deleted]),
        ] {
            for state in [Enabled, Active, was_enabled, was_active, AccountState::Deleted] {
                let apply = |repeat| Account { state, ..account(1) }.apply(verb, repeat, stamp);
                if done.contains(&state) {
                    assert_eq!(apply(Repeat::Accept), Ok(None), "{verb:?} {state:?}");
                    assert!(apply(Repeat::Refuse).is_err(), "{verb:?} {state:?}");
                } else {
                    assert_eq!(apply(Repeat::Accept), apply(Repeat::Refuse), "{verb:?} {state:?}");
                }
            }
        }
    }
}
