//! The groups of memberships.

use std::collections::BTreeSet;

use diesel::prelude::*;
use identity_core::id::{GroupId, MembershipId};
use identity_core::membership::Membership;

use super::row::StoredMembership;
use crate::any::AnyConnection;
use crate::dialect::{Kept, padded};
use crate::error::Fault;
use crate::links::{Links, difference};
use crate::row::key;
use crate::schema::membership_groups;

fn of_one(any: &mut AnyConnection, id: i64) -> Result<Links<GroupId>, Fault> {
    let pairs =
        membership_groups::table.filter(membership_groups::membership_id.eq(id)).load::<(i64, i64)>(any)?;
    Ok(Links::new::<MembershipId>("membership_groups", "group_id", pairs)?)
}

fn of_many(any: &mut AnyConnection, ids: Vec<i64>) -> Result<Links<GroupId>, Fault> {
    let pairs = membership_groups::table.filter(membership_groups::membership_id.eq_any(padded(ids)));
    let pairs = Kept(pairs).load::<(i64, i64)>(any)?;
    Ok(Links::new::<MembershipId>("membership_groups", "group_id", pairs)?)
}

/// The membership with its groups.
pub(super) fn complete(any: &mut AnyConnection, row: StoredMembership) -> Result<Membership, Fault> {
    let groups = of_one(any, row.id)?.take(row.id);
    Ok(row.with(groups)?)
}

/// The memberships with their groups, in the same order.
pub(super) fn complete_all(
    any: &mut AnyConnection,
    rows: Vec<StoredMembership>,
) -> Result<Vec<Membership>, Fault> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut groups = of_many(any, rows.iter().map(|row| row.id).collect())?;
    let complete = |row: StoredMembership| {
        let groups = groups.take(row.id);
        Ok(row.with(groups)?)
    };
    rows.into_iter().map(complete).collect()
}

/// Stores the groups of a new membership.
pub(super) fn insert(
    any: &mut AnyConnection,
    membership: i64,
    groups: impl IntoIterator<Item = GroupId>,
) -> Result<(), Fault> {
    for group in groups {
        let pair =
            (membership_groups::membership_id.eq(membership), membership_groups::group_id.eq(key(group)));
        diesel::insert_into(membership_groups::table).values(pair).execute(any)?;
    }
    Ok(())
}

/// Brings the stored groups up to date.
pub(super) fn replace(
    any: &mut AnyConnection,
    membership: i64,
    wanted: &BTreeSet<GroupId>,
) -> Result<(), Fault> {
    let stored = of_one(any, membership)?.take(membership);
    let (gone, new) = difference(&stored, wanted);
    for group in gone {
        diesel::delete(membership_groups::table.find((membership, key(group)))).execute(any)?;
    }
    insert(any, membership, new)
}
