//! Removing sessions: by set, and those that are over.

use diesel::prelude::*;
use identity_core::id::Id;
use identity_core::session::SessionSet;
use identity_core::timestamp::Timestamp;

use crate::any::AnyConnection;
use crate::dialect::padded;
use crate::error::Fault;
use crate::row::key;
use crate::schema::sessions;
use crate::sql::{Select, Sql};

/// Identifiers in one statement; longer sets take several.
const IDS_MAX: usize = 500;

fn number(id: impl Id) -> i64 {
    key(id)
}

/// What tells the members of a set, those that live in them aside.
fn members(set: SessionSet) -> Sql {
    let mut rest = Sql::new(" FROM sessions WHERE ");
    match set {
        SessionSet::One(id) => rest.push("sessions.id = ").bind(number(id)),
        SessionSet::OfUser { user, except } => {
            rest.push("sessions.user_id = ").bind(number(user));
            if let Some(stays) = except.map(number) {
                rest.push(" AND sessions.id <> ").bind(stays);
                rest.push(" AND (sessions.parent_id IS NULL OR sessions.parent_id <> ").bind(stays).push(")");
            }
            &mut rest
        }
        SessionSet::OfMembership(membership) => {
            rest.push("sessions.membership_id = ").bind(number(membership))
        }
        SessionSet::WebOfMembership(membership) => rest
            .push("sessions.parent_id IS NOT NULL AND sessions.membership_id = ")
            .bind(number(membership)),
        SessionSet::DevicesOfMembership { membership, except } => {
            rest.push("sessions.device_id IS NOT NULL AND sessions.membership_id = ")
                .bind(number(membership));
            if let Some(stays) = except.map(number) {
                rest.push(" AND sessions.id <> ").bind(stays);
            }
            &mut rest
        }
        SessionSet::OnDevice(device) => rest.push("sessions.device_id = ").bind(number(device)),
        // The tree has at most eight levels (R10); the bound holds even if the rule was ever broken.
        SessionSet::Below(account) => rest
            .push(
                "sessions.account_id IN (WITH RECURSIVE down (down_id, level) AS (\
                 SELECT a.id, 1 FROM accounts a WHERE a.id = ",
            )
            .bind(number(account))
            .push(
                " UNION ALL SELECT a.id, down.level + 1 FROM down JOIN accounts a ON a.parent_id = down.down_id \
                 WHERE down.level < 8) SELECT down_id FROM down)",
            ),
    };
    rest
}

/// Removes the members of a set and what lives in them; their identifiers.
pub(super) fn end(any: &mut AnyConnection, set: SessionSet) -> Result<Vec<i64>, Fault> {
    let found = Select { columns: sessions::id, rest: members(set), is_kept: true }.load::<i64>(any)?;
    let mut ended = found.clone();
    for ids in found.chunks(IDS_MAX) {
        let inner = sessions::table
            .filter(sessions::parent_id.eq_any(padded(ids.to_vec())))
            .select(sessions::id)
            .load::<i64>(any)?;
        ended.extend(inner);
    }
    ended.sort_unstable();
    ended.dedup();
    remove(any, &ended)?;
    Ok(ended)
}

/// Removes sessions that are over, at most `limit`; how many.
pub(super) fn expired(any: &mut AnyConnection, now: Timestamp, limit: u32) -> Result<usize, Fault> {
    let over = sessions::table
        .filter(sessions::expires_at.le(now.millis()))
        .order(sessions::expires_at)
        .limit(limit.into())
        .select(sessions::id)
        .load::<i64>(any)?;
    remove(any, &over)?;
    Ok(over.len())
}

/// Refresh tokens and what lives in a session go with it, by their foreign keys.
fn remove(any: &mut AnyConnection, ids: &[i64]) -> Result<(), Fault> {
    for ids in ids.chunks(IDS_MAX) {
        diesel::delete(sessions::table.filter(sessions::id.eq_any(padded(ids.to_vec())))).execute(any)?;
    }
    Ok(())
}
