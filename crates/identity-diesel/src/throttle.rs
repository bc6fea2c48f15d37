//! Stored counters of failures.

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::id::AuditId;
use identity_core::secret::Digest;
use identity_core::throttle::{Counter, ThrottleRepository};
use identity_core::timestamp::Timestamp;

use crate::row::Place;
use crate::schema::throttles;
use crate::unit::Unit;

fn counter((failures, since, free_at): (i64, i64, i64)) -> Result<Counter, StoreError> {
    // A counter has no identifier of its own, and its key is nobody's business.
    let place = Place::<AuditId>::new("throttles", 0);
    Ok(Counter {
        failures: place.count("failures", failures)?,
        since: Timestamp::from_millis(since),
        free_at: Timestamp::from_millis(free_at),
    })
}

impl ThrottleRepository for Unit<'_> {
    fn find(&mut self, key: &Digest) -> Result<Option<Counter>, StoreError> {
        let key = key.0;
        self.look(|any| {
            let columns = (throttles::failures, throttles::since, throttles::free_at);
            let found = throttles::table.find(&key[..]).select(columns).get_result(any).optional()?;
            Ok(found.map(counter).transpose()?)
        })
    }

    fn put(&mut self, key: &Digest, counter: &Counter, expires_at: Timestamp) -> Result<(), StoreError> {
        let key = key.0;
        let content = (
            throttles::failures.eq(i64::from(counter.failures)),
            throttles::since.eq(counter.since.millis()),
            throttles::free_at.eq(counter.free_at.millis()),
            throttles::expires_at.eq(expires_at.millis()),
        );
        self.change_in(&["throttles"], |any| {
            if diesel::update(throttles::table.find(&key[..])).set(content).execute(any)? == 0 {
                let row = (throttles::key.eq(&key[..]), content);
                diesel::insert_into(throttles::table).values(row).execute(any)?;
            }
            Ok(())
        })
    }

    fn remove(&mut self, key: &Digest) -> Result<(), StoreError> {
        let key = key.0;
        self.change_in(&["throttles"], |any| {
            diesel::delete(throttles::table.find(&key[..])).execute(any)?;
            Ok(())
        })
    }

    fn remove_expired(&mut self, now: Timestamp, limit: u32) -> Result<usize, StoreError> {
        self.change_in(&["throttles"], |any| {
            let expired = throttles::table
                .filter(throttles::expires_at.le(now.millis()))
                .order(throttles::expires_at)
                .limit(limit.into())
                .select(throttles::key)
                .load::<Vec<u8>>(any)?;
            Ok(diesel::delete(throttles::table.filter(throttles::key.eq_any(expired))).execute(any)?)
        })
    }
}
