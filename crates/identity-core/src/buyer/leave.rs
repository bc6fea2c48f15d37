//! A buyer that is deleted or changes account leaves the lists of groups (R35).

use crate::error::Error;
use crate::id::{BuyerId, GroupId};
use crate::port::Transaction;
use crate::service::Call;

/// Takes the buyer out of every group that lists it; a list that runs empty stays empty, which means none.
///
/// # Errors
/// Those of the store.
pub(super) fn leave_groups(
    tx: &mut dyn Transaction,
    call: &Call,
    buyer: BuyerId,
) -> Result<Vec<GroupId>, Error> {
    let mut left = Vec::new();
    for mut group in tx.groups().listing_buyer(buyer)? {
        if let Some(buyers) = &mut group.buyers {
            buyers.remove(&buyer);
        }
        group.revision += 1;
        group.stamps.updated = Some(call.stamp());
        tx.groups().update(&group)?;
        left.push(group.id);
    }
    Ok(left)
}
