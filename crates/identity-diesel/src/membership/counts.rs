//! How many are in a group.

use diesel::prelude::*;
use identity_core::id::GroupId;
use identity_core::membership::{MembershipKind, MembershipState};

use crate::any::AnyConnection;
use crate::error::Fault;
use crate::row::key;
use crate::schema::{membership_groups, memberships, users};

fn counted(rows: &[i64]) -> u32 {
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

/// Active administrators of the group as R21 counts them, no further than `at_most`.
pub(super) fn administrators(any: &mut AnyConnection, group: GroupId, at_most: u32) -> Result<u32, Fault> {
    let [first, second] = [MembershipKind::Full, MembershipKind::Support].map(MembershipKind::as_str);
    let ids = membership_groups::table
        .inner_join(memberships::table.inner_join(users::table))
        .filter(membership_groups::group_id.eq(key(group)))
        .filter(memberships::state.eq(MembershipState::Active.as_str()))
        .filter(memberships::kind.eq(first).or(memberships::kind.eq(second)))
        .filter(users::life.eq("Live"))
        .filter(users::activated_at.is_not_null())
        .select(memberships::id)
        .limit(at_most.into())
        .load::<i64>(any)?;
    Ok(counted(&ids))
}

/// Non-deleted memberships in the group, counted no further than `at_most`.
pub(super) fn members(any: &mut AnyConnection, group: GroupId, at_most: u32) -> Result<u32, Fault> {
    let ids = membership_groups::table
        .inner_join(memberships::table)
        .filter(membership_groups::group_id.eq(key(group)))
        .filter(memberships::state.ne(MembershipState::Deleted.as_str()))
        .select(memberships::id)
        .limit(at_most.into())
        .load::<i64>(any)?;
    Ok(counted(&ids))
}
