//! Invitations that are over.

use diesel::prelude::*;
use identity_core::membership::Membership;
use identity_core::timestamp::Timestamp;
use identity_core::user::User;

use super::groups;
use super::row::StoredMembership;
use crate::any::AnyConnection;
use crate::condition::UnnotedInvitation;
use crate::error::Fault;
use crate::schema::{memberships, users};
use crate::user::StoredUser;

/// Those that are not noted as expired yet, with their people, those over longest first.
pub(super) fn invitations(
    any: &mut AnyConnection,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<(Membership, User)>, Fault> {
    let rows = memberships::table
        .inner_join(users::table)
        .filter(UnnotedInvitation)
        .filter(memberships::invited_until.le(now.millis()))
        .order((memberships::invited_until, memberships::id))
        .limit(i64::from(limit))
        .select((memberships::all_columns, users::all_columns))
        .load::<(StoredMembership, StoredUser)>(any)?;
    let (rows, people): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let pair = |(membership, person): (Membership, StoredUser)| Ok((membership, person.try_into()?));
    groups::complete_all(any, rows)?.into_iter().zip(people).map(pair).collect()
}
