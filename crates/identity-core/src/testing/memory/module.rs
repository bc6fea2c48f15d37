//! The catalogue in memory.

use super::page::page;
use super::state::stored;
use super::unit::Unit;
use crate::error::StoreError;
use crate::list::{Page, Query};
use crate::module::{FIELDS, Module, ModuleRepository, ModuleScope};

fn shows(scope: ModuleScope, module: &Module) -> bool {
    match scope {
        ModuleScope::All => true,
        ModuleScope::Kind(kind) => module.account_kinds.contains(&kind),
        ModuleScope::Nothing => false,
    }
}

impl ModuleRepository for Unit {
    fn all(&mut self) -> Result<Vec<Module>, StoreError> {
        self.look(|state| state.modules.values().cloned().collect())
    }

    fn insert(&mut self, module: &Module) -> Result<(), StoreError> {
        self.change(|state| {
            if state.modules.insert(module.id, module.clone()).is_some() {
                return Err(StoreError::Constraint("the module exists".into()));
            }
            Ok(())
        })
    }

    fn update(&mut self, module: &Module) -> Result<(), StoreError> {
        self.change(|state| {
            *stored(&mut state.modules, &module.id, "modules")? = module.clone();
            Ok(())
        })
    }

    fn page(&mut self, scope: ModuleScope, query: &Query<Module>) -> Result<Page<Module>, StoreError> {
        self.look(|state| {
            let rows = state.modules.values().filter(|m| shows(scope, m)).cloned();
            page(&FIELDS, query, rows, |module| module)
        })
    }
}
