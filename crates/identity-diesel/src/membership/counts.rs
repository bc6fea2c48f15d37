//! How many are in a group, counted no further than asked.

use diesel::prelude::*;
use identity_core::id::GroupId;

use crate::any::AnyConnection;
use crate::error::Fault;
use crate::row::key;
use crate::schema::memberships;
use crate::sql::{Select, Sql};

const MEMBERS: &str = " FROM membership_groups JOIN memberships \
    ON memberships.id = membership_groups.membership_id WHERE membership_groups.group_id = ";

/// R21: membership Active of kind Full or Support, person activated and live.
const IS_ADMINISTRATOR: &str = " AND memberships.state = 'Active' AND memberships.kind IN ('Full', 'Support') \
    AND EXISTS (SELECT 1 FROM users u WHERE u.id = memberships.user_id AND u.life = 'Live' \
    AND u.activated_at IS NOT NULL)";

fn count(any: &mut AnyConnection, group: GroupId, condition: &str, at_most: u32) -> Result<u32, Fault> {
    let mut rest = Sql::new(MEMBERS);
    rest.bind(key(group)).push(condition).limit(at_most);
    let found = Select { columns: memberships::id, rest, is_kept: true }.load::<i64>(any)?;
    Ok(u32::try_from(found.len()).unwrap_or(u32::MAX))
}

/// Active administrators of the group as R21 counts them.
pub(super) fn administrators(any: &mut AnyConnection, group: GroupId, at_most: u32) -> Result<u32, Fault> {
    count(any, group, IS_ADMINISTRATOR, at_most)
}

/// Non-deleted memberships in the group.
pub(super) fn members(any: &mut AnyConnection, group: GroupId, at_most: u32) -> Result<u32, Fault> {
    count(any, group, " AND memberships.state <> 'Deleted'", at_most)
}
