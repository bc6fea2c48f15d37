//! Applying a catalogue from configuration: new modules appear, changed ones change, vanished ones become obsolete.

use crate::error::Error;
use crate::module::{ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT, Module, ModuleStamps};
use crate::port::Transaction;
use crate::state::Stamp;
use crate::timestamp::Timestamp;

/// Makes the stored catalogue equal to the wanted one; returns how many modules changed.
///
/// # Errors
/// [`Error::Rule`] when a built-in module is missing or two modules share a code; those of the store.
pub fn apply_catalogue(tx: &mut dyn Transaction, wanted: &[Module], now: Timestamp) -> Result<usize, Error> {
    for required in [ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT] {
        if !wanted.iter().any(|module| module.id == required) {
            return Err(Error::Rule("The catalogue lacks access-management or account-management."));
        }
    }
    let is_shared = |a: &Module, b: &Module| a.id == b.id || a.code == b.code;
    if wanted.iter().enumerate().any(|(n, a)| wanted.iter().skip(n + 1).any(|b| is_shared(a, b))) {
        return Err(Error::Rule("The catalogue names an id or a code twice."));
    }
    let stored = tx.modules().all()?;
    let mut changed = 0;
    let stamp = Some(Stamp { at: now, by: None });
    for module in wanted {
        match stored.iter().find(|old| old.id == module.id) {
            None => {
                let stamps = ModuleStamps { created: stamp, updated: None };
                tx.modules().insert(&Module { revision: 1, stamps, ..module.clone() })?;
                changed += 1;
            }
            Some(old) => changed += usize::from(update(tx, old, module.clone(), stamp)?),
        }
    }
    for old in stored.iter().filter(|old| !wanted.iter().any(|module| module.id == old.id)) {
        let mut gone = old.clone();
        gone.settings.is_obsolete = true;
        changed += usize::from(update(tx, old, gone, stamp)?);
    }
    Ok(changed)
}

fn update(
    tx: &mut dyn Transaction,
    old: &Module,
    mut new: Module,
    stamp: Option<Stamp>,
) -> Result<bool, Error> {
    new.revision = old.revision;
    new.stamps = old.stamps.clone();
    if new == *old {
        return Ok(false);
    }
    new.revision += 1;
    new.stamps.updated = stamp;
    tx.modules().update(&new)?;
    Ok(true)
}
