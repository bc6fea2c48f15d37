//! Storing, replacing and removing a picture in the transaction of its object's change (platform.md §1.3, §1.5).

use super::{ContentHash, Icon, IconOwner};
use crate::audit::{Documents, Fact};
use crate::error::Error;
use crate::port::Transaction;
use crate::value::Member;

/// Brings the stored picture up to what was sent, and notes a change by content hash. An absent member and an equal
/// picture change nothing; `null` removes.
///
/// # Errors
/// [`Error::Invalid`] at the name of the owner's part; those of the store.
pub(crate) fn replace(
    tx: &mut dyn Transaction,
    owner: IconOwner,
    sent: &Member<Icon>,
    documents: &mut Documents,
) -> Result<(), Error> {
    let new = match sent {
        Member::Absent => return Ok(()),
        Member::Bad(message) => return Err(Error::invalid(owner.part(), message)),
        Member::Null => None,
        Member::Value(icon) => Some(icon),
    };
    let before = tx.icons().find(owner)?.map(|icon| icon.hash());
    let after = new.map(Icon::hash);
    if before == after {
        return Ok(());
    }
    match new {
        Some(icon) => tx.icons().put(owner, icon)?,
        None => tx.icons().remove(owner)?,
    }
    documents.note("icon", fact(before), fact(after));
    Ok(())
}

fn fact(hash: Option<ContentHash>) -> Fact {
    Fact::text(hash.map(|hash| format!("sha256:{hash}")))
}
