//! Stored answers.

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::id::AuditId;
use identity_core::idempotency::{IdempotencyRecord, IdempotencyRepository, KeptAnswer};
use identity_core::secret::Digest;
use identity_core::timestamp::Timestamp;

use crate::row::Place;
use crate::schema::idempotency_records::{self as records, dsl};
use crate::unit::Unit;

/// A stored answer: digest of the body, status, place, tag, body, expiry.
type Columns = (Vec<u8>, i64, Option<String>, Option<String>, Vec<u8>, i64);

fn record(
    key: Digest,
    (body_digest, status, place_of, tag, body, expires_at): Columns,
) -> Result<IdempotencyRecord, StoreError> {
    // A record has no identifier of its own, and its key is nobody's business.
    let place = Place::<AuditId>::new("idempotency_records", 0);
    let status = place.known("status", u16::try_from(status).ok())?;
    Ok(IdempotencyRecord {
        key,
        body: place.digest("body_digest", body_digest)?,
        answer: KeptAnswer { status, place: place_of, tag, body },
        expires_at: Timestamp::from_millis(expires_at),
    })
}

impl IdempotencyRepository for Unit<'_> {
    fn find(&mut self, key: &Digest) -> Result<Option<IdempotencyRecord>, StoreError> {
        let key = *key;
        self.look(|any| {
            let columns = (
                records::body_digest,
                records::status,
                records::place,
                records::tag,
                records::answer,
                records::expires_at,
            );
            let found = dsl::idempotency_records.find(&key.0[..]).select(columns).load::<Columns>(any)?;
            Ok(found.into_iter().next().map(|columns| record(key, columns)).transpose()?)
        })
    }

    fn insert(&mut self, record: &IdempotencyRecord, now: Timestamp) -> Result<(), StoreError> {
        self.change_in(&["idempotency_records"], |any| {
            let key = &record.key.0[..];
            let expired = dsl::idempotency_records.find(key).filter(records::expires_at.le(now.millis()));
            diesel::delete(expired).execute(any)?;
            let row = (
                records::key.eq(key),
                records::body_digest.eq(&record.body.0[..]),
                records::status.eq(i64::from(record.answer.status)),
                records::place.eq(record.answer.place.as_deref()),
                records::tag.eq(record.answer.tag.as_deref()),
                records::answer.eq(&record.answer.body),
                records::expires_at.eq(record.expires_at.millis()),
            );
            diesel::insert_into(dsl::idempotency_records).values(row).execute(any)?;
            Ok(())
        })
    }

    fn remove_expired(&mut self, now: Timestamp, limit: u32) -> Result<usize, StoreError> {
        self.change_in(&["idempotency_records"], |any| {
            let expired = dsl::idempotency_records
                .filter(records::expires_at.le(now.millis()))
                .order(records::expires_at)
                .limit(limit.into())
                .select(records::key)
                .load::<Vec<u8>>(any)?;
            Ok(diesel::delete(dsl::idempotency_records.filter(records::key.eq_any(expired))).execute(any)?)
        })
    }
}
