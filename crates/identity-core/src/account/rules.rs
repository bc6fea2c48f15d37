//! Rules about an account's place and names that need the store (R10, R11, R34).

use super::{Account, AccountKind};
use crate::error::{Error, REFERENCE_NOT_FOUND};
use crate::group::{Group, GroupKind, GroupStamps};
use crate::id::GroupId;
use crate::port::Transaction;
use crate::service::Call;
use crate::value::{Prose, Text};

/// Levels the tree has at most (R10).
pub const LEVELS_MAX: usize = 8;

/// Checks what the candidate would change against the other accounts.
///
/// # Errors
/// [`Error::Invalid`] for a bad parent or a member that its kind does not have; [`Error::Conflict`] for a taken
/// external id.
pub(super) fn check_candidate(
    tx: &mut dyn Transaction,
    stored: Option<&Account>,
    new: &Account,
) -> Result<(), Error> {
    if new.kind != AccountKind::Client {
        if new.eligibility.is_some() {
            return Err(Error::invalid("eligibility", "Only Client accounts have it."));
        }
        if new.is_token_retrievable {
            return Err(Error::invalid("tokenPolicy", "Only Client accounts have it."));
        }
    }
    if stored.is_none_or(|old| old.parent != new.parent) {
        check_parent(tx, stored, new)?;
    }
    if let Some(external_id) = &new.external_id
        && stored.is_none_or(|old| old.external_id.as_ref() != Some(external_id))
    {
        let taken = tx.accounts().find_by_external_id(new.kind, external_id)?;
        if taken.is_some_and(|other| stored.is_none_or(|old| old.id != other)) {
            return Err(Error::conflict("externalId", "Is used by another account."));
        }
    }
    Ok(())
}

fn check_parent(tx: &mut dyn Transaction, stored: Option<&Account>, new: &Account) -> Result<(), Error> {
    let Some(parent) = new.parent else { return Ok(()) };
    let above = match tx.accounts().find(parent)? {
        Some(above) if above.state != super::AccountState::Deleted => above,
        _ => return Err(Error::invalid("parent.id", REFERENCE_NOT_FOUND)),
    };
    if above.kind == AccountKind::Operations || new.kind == AccountKind::Operations {
        return Err(Error::invalid("parent.id", "An Operations account is in no tree."));
    }
    let lineage = tx.accounts().lineage(parent)?;
    let mut levels_below = 0;
    if let Some(old) = stored {
        if lineage.iter().any(|step| step.id == old.id) {
            return Err(Error::invalid("parent.id", "An account cannot stand below itself."));
        }
        levels_below = usize::try_from(tx.accounts().height(old.id)?).unwrap_or(LEVELS_MAX);
    }
    if lineage.len() + 1 + levels_below > LEVELS_MAX {
        return Err(Error::invalid("parent.id", "The tree has at most 8 levels."));
    }
    Ok(())
}

/// Stores the default group of a new account: every module open to its kind (R11).
///
/// # Errors
/// Those of the store.
pub fn new_default_group(tx: &mut dyn Transaction, call: &Call, account: &Account) -> Result<Group, Error> {
    let mut group = Group {
        id: GroupId::new(0),
        revision: 1,
        account: account.id,
        kind: GroupKind::Administrators,
        name: Text::from_stored("Administrators".into()),
        description: Some(Prose::from_stored(
            "Manages administrative tasks and resources within an organization.".into(),
        )),
        logo: None,
        modules: call.tools.catalogue.open_to(account.kind).map(|module| module.id).collect(),
        buyers: None,
        stamps: GroupStamps { created: Some(call.stamp()), updated: None },
    };
    call.place(|id| {
        group.id = id;
        tx.groups().insert(&group)
    })?;
    Ok(group)
}
