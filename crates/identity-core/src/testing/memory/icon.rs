//! Pictures in memory.

use std::sync::Arc;

use super::unit::Unit;
use crate::error::StoreError;
use crate::icon::{Icon, IconOwner, IconRepository};

impl IconRepository for Unit {
    fn find(&mut self, owner: IconOwner) -> Result<Option<Icon>, StoreError> {
        self.look(|state| state.icons.get(&owner).map(|icon| Icon::clone(icon)))
    }

    fn put(&mut self, owner: IconOwner, icon: &Icon) -> Result<(), StoreError> {
        self.change(|state| {
            state.icons.insert(owner, Arc::new(icon.clone()));
            Ok(())
        })
    }

    fn remove(&mut self, owner: IconOwner) -> Result<(), StoreError> {
        self.change(|state| {
            state.icons.remove(&owner);
            Ok(())
        })
    }
}
