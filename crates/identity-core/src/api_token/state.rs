//! The API token's state machine (platform.md §4).

use super::{ApiToken, TokenDigests};
use crate::secret::Digest;
use crate::state::{InvalidTransition, Repeat, Stamp};
use crate::timestamp::Timestamp;

/// Where a token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenState {
    /// In use.
    Active,
    /// Refused until it is enabled.
    Disabled,
    /// Refused for good.
    Deleted,
}

impl TokenState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Active, Self::Disabled, Self::Deleted];

    /// The names a filter may use.
    pub const NAMES: [&'static str; 2] = ["Active", "Disabled"];

    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Disabled => "Disabled",
            Self::Deleted => "Deleted",
        }
    }

    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// The verbs of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenVerb {
    /// Active → Disabled.
    Disable,
    /// Disabled → Active, if it has a module.
    Enable,
    /// A new secret for an active token.
    Rotate,
    /// Data of a token that is not deleted.
    Update,
    /// → Deleted.
    Delete,
}

impl TokenVerb {
    /// All verbs, in the order of the contract.
    pub const ALL: [Self; 5] = [Self::Disable, Self::Enable, Self::Rotate, Self::Update, Self::Delete];

    /// The verb's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Rotate => "rotate",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

impl TokenState {
    /// The state after a verb; `grants_anything` is whether the token has a module or a data scope.
    ///
    /// # Errors
    /// [`InvalidTransition`] for every cell of the contract's table that says 400.
    pub fn after(self, verb: TokenVerb, grants_anything: bool) -> Result<Self, InvalidTransition> {
        match (self, verb) {
            (Self::Active, TokenVerb::Disable) => Ok(Self::Disabled),
            (Self::Disabled, TokenVerb::Enable) if grants_anything => Ok(Self::Active),
            (Self::Active, TokenVerb::Rotate) => Ok(Self::Active),
            (Self::Active | Self::Disabled, TokenVerb::Update) => Ok(self),
            (Self::Active | Self::Disabled, TokenVerb::Delete) => Ok(Self::Deleted),
            _ => Err(InvalidTransition { from: self.as_str(), verb: verb.as_str() }),
        }
    }
}

impl ApiToken {
    /// Whether it has a module or a data scope (R36).
    fn grants_anything(&self) -> bool {
        !self.modules.is_empty() || self.data_scopes().next().is_some()
    }

    /// Applies a verb; `None` when it was a repetition that the dialect accepts. A deleted token has no sealed copy.
    ///
    /// # Errors
    /// [`InvalidTransition`] where the table says 400.
    pub fn apply(
        self,
        verb: TokenVerb,
        repeat: Repeat,
        stamp: Stamp,
    ) -> Result<Option<Self>, InvalidTransition> {
        let grants_anything = self.grants_anything();
        self.apply_if(verb, repeat, grants_anything, stamp)
    }

    /// As [`apply`](Self::apply), where the dialect says what it takes to be enabled.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub(crate) fn apply_if(
        mut self,
        verb: TokenVerb,
        repeat: Repeat,
        grants_anything: bool,
        stamp: Stamp,
    ) -> Result<Option<Self>, InvalidTransition> {
        let is_done = matches!(
            (self.state, verb),
            (TokenState::Disabled, TokenVerb::Disable) | (TokenState::Active, TokenVerb::Enable)
        );
        if repeat == Repeat::Accept && is_done {
            return Ok(None);
        }
        self.state = self.state.after(verb, grants_anything)?;
        self.revision += 1;
        let event = match verb {
            TokenVerb::Disable => &mut self.stamps.disabled,
            TokenVerb::Enable => &mut self.stamps.enabled,
            TokenVerb::Rotate => &mut self.stamps.rotated,
            TokenVerb::Update | TokenVerb::Delete => &mut self.stamps.updated,
        };
        *event = Some(stamp);
        if self.state == TokenState::Deleted {
            self.sealed = None;
        }
        Ok(Some(self))
    }

    /// Takes a new secret; the old one works until `old_until`, and one before that no longer (R39).
    ///
    /// # Errors
    /// [`InvalidTransition`] unless the token is active.
    pub fn rotate(self, new: Digest, old_until: Timestamp, stamp: Stamp) -> Result<Self, InvalidTransition> {
        let old = self.digests.current;
        let refused = InvalidTransition { from: self.state.as_str(), verb: TokenVerb::Rotate.as_str() };
        let mut token = self.apply(TokenVerb::Rotate, Repeat::Refuse, stamp)?.ok_or(refused)?;
        let previous = (old_until > stamp.at).then_some((old, old_until));
        token.digests = TokenDigests { current: new, previous };
        Ok(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::AccountId;
    use crate::module::ACCESS_MANAGEMENT;
    use crate::testing::fixture::{at, digest, token};

    const STAMP: Stamp = Stamp { at: at(9), by: None };

    fn in_state(state: TokenState) -> ApiToken {
        ApiToken { state, revision: 5, modules: [ACCESS_MANAGEMENT].into(), ..token(1, AccountId::new(1)) }
    }

    #[test]
    fn states_are_read_by_their_exact_names() {
        for state in TokenState::ALL {
            assert_eq!(TokenState::parse(state.as_str()), Some(state));
        }
        assert_eq!(TokenState::parse("active"), None);
    }

    #[test]
    fn a_verb_counts_as_one_change_and_leaves_its_stamp() {
        let after = in_state(TokenState::Active).apply(TokenVerb::Disable, Repeat::Refuse, STAMP);
        let after = after.unwrap().unwrap();
        assert_eq!((after.state, after.revision), (TokenState::Disabled, 6));
        assert_eq!(after.stamps.disabled, Some(STAMP));
    }

    #[test]
    fn a_repetition_has_nothing_left_to_do_where_the_dialect_accepts_it() {
        let done = [(TokenState::Disabled, TokenVerb::Disable), (TokenState::Active, TokenVerb::Enable)];
        for state in TokenState::ALL {
            for verb in TokenVerb::ALL {
                let apply = |repeat| in_state(state).apply(verb, repeat, STAMP);
                if done.contains(&(state, verb)) {
                    assert_eq!(apply(Repeat::Accept), Ok(None), "{verb:?} {state:?}");
                    assert!(apply(Repeat::Refuse).is_err(), "{verb:?} {state:?}");
                } else {
                    assert_eq!(apply(Repeat::Accept), apply(Repeat::Refuse), "{verb:?} {state:?}");
                }
            }
        }
    }

    #[test]
    fn r39_the_old_secret_works_for_as_long_as_it_was_given() {
        let previous = |until_secs| {
            let rotated = in_state(TokenState::Active).rotate(digest(2), at(until_secs), STAMP).unwrap();
            assert_eq!(rotated.digests.current, digest(2));
            rotated.digests.previous
        };
        assert_eq!(previous(10), Some((digest(1), at(10))));
        assert_eq!(previous(9), None, "not a moment longer");
    }
}
