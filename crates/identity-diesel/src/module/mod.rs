//! The stored catalogue.

mod list;
mod row;

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::list::{Page, Query};
use identity_core::module::{Module, ModuleRepository, ModuleScope};

use row::StoredModule;

use crate::dialect::Kept;
use crate::row::key;
use crate::schema::modules;
use crate::unit::{Unit, one_row};

impl ModuleRepository for Unit<'_> {
    fn all(&mut self) -> Result<Vec<Module>, StoreError> {
        self.look(|any| {
            let rows = modules::table.order(modules::id).load::<StoredModule>(any)?;
            Ok(rows.into_iter().map(Module::try_from).collect::<Result<_, _>>()?)
        })
    }

    fn insert(&mut self, module: &Module) -> Result<(), StoreError> {
        self.change(|any| {
            let row = StoredModule::from(module);
            diesel::insert_into(modules::table).values(row).execute(any)?;
            Ok(())
        })
    }

    fn update(&mut self, module: &Module) -> Result<(), StoreError> {
        self.change(|any| {
            let update = diesel::update(modules::table.find(key(module.id))).set(StoredModule::from(module));
            one_row(Kept(update).execute(any)?, "modules")
        })
    }

    fn page(&mut self, scope: ModuleScope, query: &Query<Module>) -> Result<Page<Module>, StoreError> {
        list::page(self, scope, query)
    }
}
