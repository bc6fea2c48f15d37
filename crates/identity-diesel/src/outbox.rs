//! Stored mail that waits.

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::id::{AuditId, Id, MembershipId, UserId};
use identity_core::outbox::{Notice, OutboxEntry, OutboxRepository};
use identity_core::timestamp::Timestamp;

use crate::row::{Place, key};
use crate::schema::outbox;
use crate::unit::{Unit, one_row};

/// A waiting mail: sequence, kind, membership, person, sealed code and attempts.
type Columns = (i64, String, Option<i64>, Option<i64>, Option<Vec<u8>>, i64);

fn notice<I: Id>(
    place: Place<I>,
    kind: &str,
    membership: Option<MembershipId>,
    user: Option<UserId>,
    code: Option<Vec<u8>>,
) -> Result<Notice, StoreError> {
    match (kind, membership, user, code) {
        ("Invitation", Some(membership), None, Some(sealed_code)) => {
            Ok(Notice::Invitation { membership, sealed_code })
        }
        ("Added", Some(membership), None, None) => Ok(Notice::Added { membership }),
        ("Removed", Some(membership), None, None) => Ok(Notice::Removed { membership }),
        ("PasswordChanged", None, Some(user), None) => Ok(Notice::PasswordChanged { user }),
        ("PasswordReset", None, Some(user), Some(sealed_code)) => {
            Ok(Notice::PasswordReset { user, sealed_code })
        }
        ("PasswordVoided", None, Some(user), None) => Ok(Notice::PasswordVoided { user }),
        ("PinSet", Some(membership), None, None) => Ok(Notice::PinSet { membership }),
        _ => Err(place.corrupt("kind")),
    }
}

fn entry((sequence, kind, membership, user, code, attempts): Columns) -> Result<OutboxEntry, StoreError> {
    // Waiting mail has no identifier of its own; its number is shown in the form of the longest.
    let place = Place::<AuditId>::new("outbox", sequence);
    let membership = place.id_or_none("membership_id", membership)?;
    let user = place.id_or_none("user_id", user)?;
    let notice = notice(place, &kind, membership, user, code)?;
    Ok(OutboxEntry { sequence, notice, attempts: place.count("attempts", attempts)? })
}

impl OutboxRepository for Unit<'_> {
    fn push(&mut self, notice: &Notice, now: Timestamp) -> Result<(), StoreError> {
        let (kind, membership, user, code) = match notice {
            Notice::Invitation { membership, sealed_code } => {
                ("Invitation", Some(*membership), None, Some(sealed_code))
            }
            Notice::Added { membership } => ("Added", Some(*membership), None, None),
            Notice::Removed { membership } => ("Removed", Some(*membership), None, None),
            Notice::PasswordChanged { user } => ("PasswordChanged", None, Some(*user), None),
            Notice::PasswordReset { user, sealed_code } => {
                ("PasswordReset", None, Some(*user), Some(sealed_code))
            }
            Notice::PasswordVoided { user } => ("PasswordVoided", None, Some(*user), None),
            Notice::PinSet { membership } => ("PinSet", Some(*membership), None, None),
        };
        self.change_in(&["outbox"], |any| {
            let row = (
                outbox::kind.eq(kind),
                outbox::membership_id.eq(membership.map(key)),
                outbox::user_id.eq(user.map(key)),
                outbox::sealed_code.eq(code),
                outbox::attempts.eq(0),
                outbox::due_at.eq(now.millis()),
            );
            diesel::insert_into(outbox::table).values(row).execute(any)?;
            Ok(())
        })
    }

    fn due(&mut self, now: Timestamp, limit: u32) -> Result<Vec<OutboxEntry>, StoreError> {
        self.look(|any| {
            let rows = outbox::table
                .filter(outbox::due_at.le(now.millis()))
                .order(outbox::sequence)
                .limit(limit.into())
                .select((
                    outbox::sequence,
                    outbox::kind,
                    outbox::membership_id,
                    outbox::user_id,
                    outbox::sealed_code,
                    outbox::attempts,
                ))
                .load::<Columns>(any)?;
            Ok(rows.into_iter().map(entry).collect::<Result<_, _>>()?)
        })
    }

    fn claim(&mut self, sequence: i64, now: Timestamp, until: Timestamp) -> Result<bool, StoreError> {
        self.change_in(&["outbox"], |any| {
            let due = outbox::table.find(sequence).filter(outbox::due_at.le(now.millis()));
            Ok(diesel::update(due).set(outbox::due_at.eq(until.millis())).execute(any)? == 1)
        })
    }

    fn remove(&mut self, sequence: i64) -> Result<(), StoreError> {
        self.change_in(&["outbox"], |any| {
            diesel::delete(outbox::table.find(sequence)).execute(any)?;
            Ok(())
        })
    }

    fn postpone(&mut self, sequence: i64, until: Timestamp) -> Result<(), StoreError> {
        self.change_in(&["outbox"], |any| {
            let later = (outbox::attempts.eq(outbox::attempts + 1), outbox::due_at.eq(until.millis()));
            let update = diesel::update(outbox::table.find(sequence)).set(later);
            one_row(update.execute(any)?, "outbox")
        })
    }
}
