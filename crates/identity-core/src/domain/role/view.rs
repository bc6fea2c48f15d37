//! Roles as they are shown, and the reads (C7, C8).

use std::collections::BTreeSet;

use super::{Role, Roles};
use crate::domain::{Short, Window, within};
use crate::error::Error;
use crate::id::ModuleId;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;

/// A role as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleView {
    /// The role.
    pub role: Role,
    /// Codes of its modules; `None` is all that the default group has.
    pub policies: Option<Vec<String>>,
}

impl Roles {
    /// The role as it is shown. Whatever has all modules of the default group shows that, however it came to them.
    pub(super) fn view(&self, call: &Call, role: &Role) -> RoleView {
        let held = effective(call, role);
        let is_everything = role.is_admin()
            || (!held.is_empty()
                && self.all.iter().any(|role| role.is_admin() && effective(call, role) == held));
        let mut codes: Vec<String> = call.tools.catalogue.codes(held).map(str::to_owned).collect();
        codes.sort_unstable();
        RoleView { role: role.clone(), policies: (!is_everything).then_some(codes) }
    }
}

/// Modules that still grant anything.
fn effective(call: &Call, role: &Role) -> BTreeSet<ModuleId> {
    let modules = role.group.iter().flat_map(|group| group.modules.iter().copied());
    modules.filter(|id| call.tools.catalogue.is_effective(*id)).collect()
}

/// The roles of a domain by name, and how many there are (C7).
///
/// # Errors
/// As [`within`]; [`Error::Forbidden`]; [`DomainRefusal::LimitReached`](crate::domain::DomainRefusal::LimitReached).
pub fn list(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &str,
    window: Window,
) -> Result<(Vec<RoleView>, u64), Error> {
    within(tx, call, domain, Short::Refused, |tx, call, domain| {
        call.actor().may(Action::GroupManage, Target::of(domain.account.id))?;
        let roles = Roles::of(tx, domain.account.id)?;
        let shown = roles.all.iter().map(|role| roles.view(call, role)).collect();
        window.cut(shown)
    })
}

/// One role of a domain (C8).
///
/// # Errors
/// As [`within`]; [`Error::Forbidden`]; [`Error::NotFound`].
pub fn get(tx: &mut dyn Transaction, call: &Call, domain: &str, name: &str) -> Result<RoleView, Error> {
    within(tx, call, domain, Short::Refused, |tx, call, domain| {
        call.actor().may(Action::GroupManage, Target::of(domain.account.id))?;
        let roles = Roles::of(tx, domain.account.id)?;
        let found = roles.find(name).ok_or(Error::NotFound)?;
        Ok(roles.view(call, found))
    })
}
