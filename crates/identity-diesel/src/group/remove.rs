//! Removing a group: its identifier is never used again.

use diesel::dsl::exists;
use diesel::prelude::*;
use identity_core::error::StoreError;

use crate::any::AnyConnection;
use crate::condition::LiveMembership;
use crate::error::Fault;
use crate::schema::{groups, membership_groups, memberships, removed_groups};
use crate::unit::one_row;

/// Whether a group of that identifier was removed.
pub(super) fn was_removed(any: &mut AnyConnection, id: i64) -> Result<bool, Fault> {
    Ok(diesel::select(exists(removed_groups::table.find(id))).get_result(any)?)
}

/// Removes the group with all that hangs on it; deleted memberships lose it, others keep it from going.
pub(super) fn remove(any: &mut AnyConnection, id: i64) -> Result<(), Fault> {
    let members = membership_groups::table
        .inner_join(memberships::table)
        .filter(membership_groups::group_id.eq(id))
        .filter(LiveMembership);
    if diesel::select(exists(members)).get_result(any)? {
        return Err(StoreError::Constraint("the group still has members".into()).into());
    }
    diesel::delete(membership_groups::table.filter(membership_groups::group_id.eq(id))).execute(any)?;
    one_row(diesel::delete(groups::table.find(id)).execute(any)?, "groups")?;
    diesel::insert_into(removed_groups::table).values(removed_groups::id.eq(id)).execute(any)?;
    Ok(())
}
