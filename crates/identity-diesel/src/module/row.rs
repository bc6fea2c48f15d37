//! A module as it is stored.

use std::collections::BTreeSet;

use diesel::prelude::*;
use identity_core::account::AccountKind;
use identity_core::error::StoreError;
use identity_core::id::ModuleId;
use identity_core::module::{Module, ModuleSettings, ModuleStamps};
use identity_core::value::{Prose, Text};

use crate::row::{Place, at, by, key};
use crate::schema::modules;

/// A row of `modules`.
#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = modules, treat_none_as_default_value = false, treat_none_as_null = true)]
#[expect(clippy::struct_excessive_bools, reason = "the contract's settings are independent flags")]
pub(super) struct StoredModule {
    pub(super) id: i64,
    revision: i64,
    code: String,
    name: String,
    description: Option<String>,
    is_for_client: bool,
    is_for_vendor: bool,
    is_for_operations: bool,
    is_shared_account: bool,
    is_configurable: bool,
    is_default: bool,
    is_paid: bool,
    is_obsolete: bool,
    is_new: bool,
    is_legacy: bool,
    is_eligible_multi: bool,
    is_eligible_single: bool,
    has_buyer_filter: bool,
    created_at: Option<i64>,
    created_by: Option<String>,
    updated_at: Option<i64>,
    updated_by: Option<String>,
}

impl From<&Module> for StoredModule {
    fn from(module: &Module) -> Self {
        let ModuleStamps { created, updated } = module.stamps;
        let is_for = |kind| module.account_kinds.contains(&kind);
        let ModuleSettings {
            is_shared_account,
            is_configurable,
            is_default,
            is_paid,
            is_obsolete,
            is_new,
            is_legacy,
            is_eligible_multi,
            is_eligible_single,
            has_buyer_filter,
        } = module.settings;
        Self {
            id: key(module.id),
            revision: module.revision.into(),
            code: module.code.to_string(),
            name: module.name.to_string(),
            description: module.description.as_ref().map(ToString::to_string),
            is_for_client: is_for(AccountKind::Client),
            is_for_vendor: is_for(AccountKind::Vendor),
            is_for_operations: is_for(AccountKind::Operations),
            is_shared_account,
            is_configurable,
            is_default,
            is_paid,
            is_obsolete,
            is_new,
            is_legacy,
            is_eligible_multi,
            is_eligible_single,
            has_buyer_filter,
            created_at: at(created),
            created_by: by(created),
            updated_at: at(updated),
            updated_by: by(updated),
        }
    }
}

impl TryFrom<StoredModule> for Module {
    type Error = StoreError;

    fn try_from(row: StoredModule) -> Result<Self, StoreError> {
        let place = Place::<ModuleId>::new("modules", row.id);
        let kinds = [
            (row.is_for_client, AccountKind::Client),
            (row.is_for_vendor, AccountKind::Vendor),
            (row.is_for_operations, AccountKind::Operations),
        ];
        let account_kinds: BTreeSet<_> =
            kinds.into_iter().filter(|(is_for, _)| *is_for).map(|(_, kind)| kind).collect();
        Ok(Self {
            id: place.id("id", row.id)?,
            revision: place.count("revision", row.revision)?,
            code: Text::from_stored(row.code),
            name: Text::from_stored(row.name),
            description: row.description.map(Prose::from_stored),
            account_kinds,
            settings: ModuleSettings {
                is_shared_account: row.is_shared_account,
                is_configurable: row.is_configurable,
                is_default: row.is_default,
                is_paid: row.is_paid,
                is_obsolete: row.is_obsolete,
                is_new: row.is_new,
                is_legacy: row.is_legacy,
                is_eligible_multi: row.is_eligible_multi,
                is_eligible_single: row.is_eligible_single,
                has_buyer_filter: row.has_buyer_filter,
            },
            stamps: ModuleStamps {
                created: place.stamp("created_by", row.created_at, row.created_by)?,
                updated: place.stamp("updated_by", row.updated_at, row.updated_by)?,
            },
        })
    }
}
