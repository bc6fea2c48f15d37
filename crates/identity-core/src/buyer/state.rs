//! The buyer's state machine (platform.md §4).

use super::Buyer;
use crate::state::{InvalidTransition, Stamp};

/// Where a buyer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuyerState {
    /// Of no account.
    Unassigned,
    /// Of an account, not yet known to the ERP.
    Enabled,
    /// In use.
    Active,
    /// Locked.
    Disabled,
    /// Gone; O+ alone finds it by its identifier (R46).
    Deleted,
}

impl BuyerState {
    /// All states.
    pub const ALL: [Self; 5] = [Self::Unassigned, Self::Enabled, Self::Active, Self::Disabled, Self::Deleted];

    /// The names a filter may use.
    pub const NAMES: [&'static str; 4] = ["Unassigned", "Enabled", "Active", "Disabled"];

    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unassigned => "Unassigned",
            Self::Enabled => "Enabled",
            Self::Active => "Active",
            Self::Disabled => "Disabled",
            Self::Deleted => "Deleted",
        }
    }

    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// The state after a verb. `derived` is what the data as the verb leaves it amounts to by itself.
    ///
    /// # Errors
    /// [`InvalidTransition`] for every cell of the contract's table that says 400.
    pub fn after(self, verb: BuyerVerb, derived: Self) -> Result<Self, InvalidTransition> {
        match (self, verb) {
            (Self::Enabled, BuyerVerb::Activate) if derived == Self::Active => Ok(Self::Active),
            (Self::Active, BuyerVerb::Deactivate) => Ok(Self::Enabled),
            (Self::Enabled | Self::Active, BuyerVerb::Disable)
            | (Self::Disabled, BuyerVerb::Transfer | BuyerVerb::Update) => Ok(Self::Disabled),
            (Self::Disabled, BuyerVerb::Enable)
            | (Self::Enabled | Self::Active, BuyerVerb::Transfer | BuyerVerb::Update)
            | (Self::Unassigned, BuyerVerb::Update) => Ok(derived),
            (Self::Unassigned | Self::Enabled | Self::Active | Self::Disabled, BuyerVerb::Delete) => {
                Ok(Self::Deleted)
            }
            _ => Err(InvalidTransition { from: self.as_str(), verb: verb.as_str() }),
        }
    }
}

/// The verbs of a buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuyerVerb {
    /// Enabled → Active, with both identifiers of the ERP.
    Activate,
    /// Active → Enabled, without them.
    Deactivate,
    /// In use or about to be → Disabled.
    Disable,
    /// Disabled → what its data amounts to.
    Enable,
    /// To another account.
    Transfer,
    /// Data of a buyer that is not deleted.
    Update,
    /// → Deleted.
    Delete,
}

impl BuyerVerb {
    /// All verbs, in the order of the contract.
    pub const ALL: [Self; 7] = [
        Self::Activate,
        Self::Deactivate,
        Self::Disable,
        Self::Enable,
        Self::Transfer,
        Self::Update,
        Self::Delete,
    ];

    /// The verb's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Activate => "activate",
            Self::Deactivate => "deactivate",
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Transfer => "transfer",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

impl Buyer {
    /// What account and identifiers of the ERP amount to: the one place where a state is derived.
    pub fn derived_state(&self) -> BuyerState {
        let ids = &self.external_ids;
        match self.account {
            None => BuyerState::Unassigned,
            Some(_) if ids.erp_company_contact.is_some() && ids.erp_customer.is_some() => BuyerState::Active,
            Some(_) => BuyerState::Enabled,
        }
    }

    /// Applies a verb to the buyer with the data that came with it; `deactivate` takes both identifiers of the ERP.
    /// A state that is entered by whatever verb leaves its stamp.
    ///
    /// # Errors
    /// [`InvalidTransition`] where the table says 400.
    pub fn apply(mut self, verb: BuyerVerb, stamp: Stamp) -> Result<Self, InvalidTransition> {
        if verb == BuyerVerb::Deactivate {
            self.external_ids.erp_company_contact = None;
            self.external_ids.erp_customer = None;
        }
        let before = self.state;
        self.state = before.after(verb, self.derived_state())?;
        self.revision += 1;
        if !matches!(verb, BuyerVerb::Activate | BuyerVerb::Disable) {
            self.stamps.updated = Some(stamp);
        }
        match self.state {
            entered if entered == before => {}
            BuyerState::Active => self.stamps.activated = Some(stamp),
            BuyerState::Unassigned => self.stamps.unassigned = Some(stamp),
            BuyerState::Disabled => self.stamps.disabled = Some(stamp),
            BuyerState::Enabled | BuyerState::Deleted => {}
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::AccountId;
    use crate::testing::fixture::{at, buyer};

    #[test]
    fn states_are_read_by_their_exact_names() {
        for state in BuyerState::ALL {
            assert_eq!(BuyerState::parse(state.as_str()), Some(state));
        }
        assert_eq!(BuyerState::parse("active"), None);
    }

    #[test]
    fn a_verb_counts_as_one_change() {
        let stamp = Stamp { at: at(9), by: None };
        let before = Buyer { revision: 5, ..buyer(1, Some(AccountId::new(1))) };
        let after = before.apply(BuyerVerb::Disable, stamp).unwrap();
        assert_eq!((after.revision, after.stamps.disabled), (6, Some(stamp)));
    }
    #[test]
    fn only_a_state_that_is_entered_leaves_its_stamp() {
        let [before, later] = [1, 9].map(|secs| Stamp { at: at(secs), by: None });
        let disabled = buyer(1, Some(AccountId::new(1))).apply(BuyerVerb::Disable, before).unwrap();
        let updated = disabled.apply(BuyerVerb::Update, later).unwrap();
        assert_eq!((updated.stamps.disabled, updated.stamps.updated), (Some(before), Some(later)));
    }
}
