//! Who is in groups.

use diesel::prelude::*;
use identity_core::id::{GroupId, MembershipId};
use identity_core::membership::GroupMember;
use identity_core::user::{UserSummary, full_name};
use identity_core::value::Text;

use crate::any::AnyConnection;
use crate::condition::LiveMembership;
use crate::dialect::{Kept, padded};
use crate::error::Fault;
use crate::row::{Place, keys};
use crate::schema::{membership_groups, memberships, users};

#[derive(Queryable)]
struct Row {
    membership: i64,
    group: i64,
    user: i64,
    first_name: String,
    last_name: String,
    given_first_name: String,
    given_last_name: String,
    joined_at: Option<i64>,
}

fn name(first: String, last: String) -> String {
    full_name(&Text::from_stored(first), &Text::from_stored(last))
}

/// Non-deleted members of the groups, by person.
pub(super) fn of_groups(any: &mut AnyConnection, groups: &[GroupId]) -> Result<Vec<GroupMember>, Fault> {
    let rows = membership_groups::table
        .inner_join(memberships::table.inner_join(users::table))
        .filter(membership_groups::group_id.eq_any(padded(keys(groups))))
        .filter(LiveMembership)
        .order((memberships::user_id, membership_groups::group_id))
        .select((
            memberships::id,
            membership_groups::group_id,
            memberships::user_id,
            users::first_name,
            users::last_name,
            memberships::given_first_name,
            memberships::given_last_name,
            memberships::joined_at,
        ));
    let member = |row: Row| {
        let place = Place::<MembershipId>::new("memberships", row.membership);
        let user =
            UserSummary { id: place.id("user_id", row.user)?, name: name(row.first_name, row.last_name) };
        Ok(GroupMember {
            group: place.id("group_id", row.group)?,
            user,
            given_name: name(row.given_first_name, row.given_last_name),
            is_joined: row.joined_at.is_some(),
        })
    };
    Kept(rows).load::<Row>(any)?.into_iter().map(member).collect()
}
