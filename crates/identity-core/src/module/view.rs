//! The catalogue as an actor sees it, and references to modules in bodies.

use std::collections::BTreeSet;

use super::{Module, ModuleScope};
use crate::error::{Error, REFERENCE_NOT_FOUND, Violations};
use crate::id::ModuleId;
use crate::list::{Page, Query};
use crate::port::Transaction;
use crate::service::Call;
use crate::value::Member;

/// Elements that a list of module references has at most (platform.md §3).
pub const MODULES_MAX: usize = 100;

impl ModuleScope {
    pub(super) fn shows(self, module: &Module) -> bool {
        match self {
            Self::All => true,
            Self::Kind(kind) => module.account_kinds.contains(&kind),
            Self::Nothing => false,
        }
    }
}

/// One module, if the actor sees it.
///
/// # Errors
/// [`Error::NotFound`] otherwise.
pub fn get(call: &Call, id: ModuleId) -> Result<Module, Error> {
    let scope = call.actor().module_scope();
    let module = call.tools.catalogue.get(id).filter(|module| scope.shows(module));
    module.cloned().ok_or(Error::NotFound)
}

/// One page of what the actor sees.
///
/// # Errors
/// Those of the store.
pub fn list(tx: &mut dyn Transaction, call: &Call, query: &Query<Module>) -> Result<Page<Module>, Error> {
    Ok(tx.modules().page(call.actor().module_scope(), query)?)
}

/// Reads a sent list of module references; `None` when it was not sent.
///
/// # Errors
/// [`Error::Invalid`] keyed by the reference, such as `modules[0].id`, for one that is unknown or invisible.
pub(crate) fn read_modules(
    call: &Call,
    member: &Member<Vec<String>>,
) -> Result<Option<BTreeSet<ModuleId>>, Error> {
    let sent = match member {
        Member::Absent => return Ok(None),
        Member::Null => return Ok(Some(BTreeSet::new())),
        Member::Bad(message) => return Err(Error::invalid("modules", message)),
        Member::Value(sent) if sent.len() > MODULES_MAX => {
            return Err(Error::invalid("modules", "Must have at most 100 elements."));
        }
        Member::Value(sent) => sent,
    };
    let mut wrong = Violations::default();
    let mut modules = BTreeSet::new();
    for (n, text) in sent.iter().enumerate() {
        match text.parse().ok().filter(|id| get(call, *id).is_ok()) {
            Some(id) => drop(modules.insert(id)),
            None => wrong.add(format!("modules[{n}].id"), REFERENCE_NOT_FOUND),
        }
    }
    wrong.into_result()?;
    Ok(Some(modules))
}
