//! Lists of modules.

use identity_core::account::AccountKind;
use identity_core::error::StoreError;
use identity_core::list::{Page, Query};
use identity_core::module::{FIELDS, Module, ModuleScope};

use super::row::StoredModule;
use crate::list::{Listing, Sight};
use crate::schema::modules;
use crate::sql::Sql;
use crate::unit::Unit;

/// One page of what the scope shows.
pub(super) fn page(
    unit: &mut Unit<'_>,
    scope: ModuleScope,
    query: &Query<Module>,
) -> Result<Page<Module>, StoreError> {
    let scope = Sql::new(match scope {
        ModuleScope::All => "1 = 1",
        ModuleScope::Kind(AccountKind::Client) => "modules.is_for_client",
        ModuleScope::Kind(AccountKind::Vendor) => "modules.is_for_vendor",
        ModuleScope::Kind(AccountKind::Operations) => "modules.is_for_operations",
        ModuleScope::Nothing => return Ok(Page::empty()),
    });
    let sight = Sight::default();
    let listing = Listing { registry: &FIELDS, query, from: "modules", joined: None, scope, sight };
    let page = listing.run::<_, StoredModule>(unit, modules::all_columns, |row| row.id)?;
    page.try_map(|rows| rows.into_iter().map(Module::try_from).collect())
}
