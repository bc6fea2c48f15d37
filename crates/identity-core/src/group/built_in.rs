//! Groups that are built in and made when somebody first needs them (R33).

use std::collections::BTreeSet;

use super::rules::backoffice_modules;
use super::{Group, GroupKind};
use crate::error::Error;
use crate::id::AccountId;
use crate::port::Transaction;
use crate::service::Call;
use crate::value::Text;

/// The group of that kind among all groups of the account, made if there is none.
///
/// # Errors
/// Those of the store.
pub(crate) fn built_in<'g>(
    tx: &mut dyn Transaction,
    call: &Call,
    account: AccountId,
    all: impl Iterator<Item = &'g Group> + Clone,
    kind: GroupKind,
) -> Result<Group, Error> {
    if let Some(group) = all.clone().find(|group| group.kind == kind) {
        return Ok(group.clone());
    }
    let default = all.clone().find(|group| group.is_default());
    let (name, modules) = match kind {
        GroupKind::Backoffice => {
            ("Backoffice", default.map(|group| backoffice_modules(&group.modules)).unwrap_or_default())
        }
        _ => ("NO_PRIVILEGES", BTreeSet::new()),
    };
    let name = Text::from_stored(name.into());
    let mut group = Group { kind, name, modules, ..Group::blank(call, account) };
    call.place(|id| {
        group.id = id;
        tx.groups().insert(&group)
    })?;
    Ok(group)
}
