//! The catalogue as it was applied at start: read by every rule, changed by none.

use std::collections::BTreeMap;

use super::Module;
use crate::account::AccountKind;
use crate::id::ModuleId;

/// All modules, obsolete ones included, by identifier.
#[derive(Debug, Clone, Default)]
pub struct Catalogue(BTreeMap<ModuleId, Module>);

impl Catalogue {
    /// Collects the modules of a store.
    pub fn new(modules: Vec<Module>) -> Self {
        Self(modules.into_iter().map(|module| (module.id, module)).collect())
    }

    /// One module.
    pub fn get(&self, id: ModuleId) -> Option<&Module> {
        self.0.get(&id)
    }

    /// All modules, by identifier.
    pub fn iter(&self) -> impl Iterator<Item = &Module> {
        self.0.values()
    }

    /// Modules that an account of the kind may have, by identifier (R34).
    pub fn open_to(&self, kind: AccountKind) -> impl Iterator<Item = &Module> {
        self.iter().filter(move |module| module.is_open_to(kind))
    }

    /// Whether the module still grants anything.
    pub fn is_effective(&self, id: ModuleId) -> bool {
        self.get(id).is_some_and(|module| !module.settings.is_obsolete)
    }

    /// Stable codes of those modules that still grant anything.
    pub fn codes<'a>(
        &'a self,
        ids: impl IntoIterator<Item = ModuleId> + 'a,
    ) -> impl Iterator<Item = &'a str> + 'a {
        ids.into_iter()
            .filter_map(|id| self.get(id))
            .filter(|module| !module.settings.is_obsolete)
            .map(|module| module.code.as_str())
    }
}
