//! Tenants as they are shown (self-service.md §3).

use crate::account::{Account, AccountScope};
use crate::domain::Domain;
use crate::error::Error;
use crate::group::Group;
use crate::id::AccountId;
use crate::port::Transaction;
use crate::service::Call;

/// A module of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Whether it still grants anything.
    pub is_active: bool,
}

/// An account as the Self-service API shows it.
#[derive(Debug, Clone)]
pub struct Tenant {
    /// The account.
    pub account: Account,
    /// Its name in the Provisioning API.
    pub full_name: String,
    /// The modules of its default group, by code.
    pub extensions: Vec<Extension>,
}

/// Accounts as they are shown, in the same order.
///
/// # Errors
/// Those of the store.
pub(super) fn shown(tx: &mut dyn Transaction, call: &Call, ids: &[AccountId]) -> Result<Vec<Tenant>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let all = AccountScope::All;
    let accounts = tx.accounts().find_many_in(all, ids)?;
    let parents: Vec<AccountId> = accounts.iter().filter_map(|account| account.parent).collect();
    let parents = if parents.is_empty() { Vec::new() } else { tx.accounts().find_many_in(all, &parents)? };
    let defaults = tx.groups().defaults_of(ids)?;
    let tenant = |account: Account| {
        let above = parents.iter().find(|parent| Some(parent.id) == account.parent);
        let domain = Domain { parent_slug: above.and_then(|parent| parent.slug.clone()), account };
        let default = defaults.iter().find(|group| group.account == domain.account.id);
        Tenant {
            full_name: domain.full_name(),
            extensions: default.map_or_else(Vec::new, |group| extensions(call, group)),
            account: domain.account,
        }
    };
    Ok(accounts.into_iter().map(tenant).collect())
}

fn extensions(call: &Call, default: &Group) -> Vec<Extension> {
    let modules = default.modules.iter().filter_map(|id| call.tools.catalogue.get(*id));
    let mut extensions: Vec<Extension> = modules
        .map(|module| Extension {
            code: module.code.to_string(),
            name: module.name.to_string(),
            is_active: !module.settings.is_obsolete,
        })
        .collect();
    extensions.sort_by(|a, b| a.code.cmp(&b.code));
    extensions
}
