//! PINs in memory.

use super::state::refer;
use super::unit::Unit;
use crate::error::StoreError;
use crate::id::MembershipId;
use crate::membership::pin::{PinRepository, StoredPin};

impl PinRepository for Unit {
    fn find(&mut self, membership: MembershipId) -> Result<Option<StoredPin>, StoreError> {
        self.look(|state| state.pins.get(&membership).cloned())
    }

    fn save(&mut self, pin: &StoredPin) -> Result<(), StoreError> {
        self.change(|state| {
            refer(&state.memberships, [pin.membership], "memberships")?;
            state.pins.insert(pin.membership, pin.clone());
            Ok(())
        })
    }

    fn remove(&mut self, membership: MembershipId) -> Result<(), StoreError> {
        self.change(|state| {
            state.pins.remove(&membership);
            Ok(())
        })
    }
}
