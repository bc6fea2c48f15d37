//! The modules that representations refer to, from the catalogue in memory.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Catalogue, Module, ModuleScope};
use crate::id::ModuleId;
use crate::service::Call;

/// The catalogue, and what of it the actor sees by itself.
#[derive(Debug, Clone)]
pub struct Shelf {
    catalogue: Arc<Catalogue>,
    scope: ModuleScope,
}

impl Shelf {
    /// What the actor of the call sees.
    pub(crate) fn of(call: &Call) -> Self {
        Self { catalogue: Arc::clone(&call.tools.catalogue), scope: call.actor().module_scope() }
    }

    /// The modules by identifier.
    pub fn modules<'s>(&'s self, ids: &'s BTreeSet<ModuleId>) -> impl Iterator<Item = &'s Module> {
        ids.iter().filter_map(|id| self.catalogue.get(*id))
    }

    /// Whether the actor sees the module by itself; else it stays a reference (platform.md §2.2).
    pub fn shows(&self, module: &Module) -> bool {
        self.scope.shows(module)
    }
}
