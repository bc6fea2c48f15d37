//! Stored signed requests.

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::replay::{ReplayRepository, Sighting};
use identity_core::timestamp::Timestamp;

use crate::dialect::{UnlessWritten, or};
use crate::row::key;
use crate::schema::replays;
use crate::unit::Unit;

impl ReplayRepository for Unit<'_> {
    fn admit(&mut self, sighting: &Sighting) -> Result<bool, StoreError> {
        let sign = sighting.sign.0;
        self.change_in(&["replays"], |any| {
            let row = (
                replays::token_id.eq(key(sighting.key)),
                replays::sign.eq(&sign[..]),
                replays::is_write.eq(sighting.is_write),
                replays::kept_until.eq(sighting.kept_until.millis()),
            );
            Ok(or(UnlessWritten, diesel::insert_into(replays::table).values(row)).execute(any)? == 1)
        })
    }

    fn remove_expired(&mut self, now: Timestamp, limit: u32) -> Result<usize, StoreError> {
        self.change_in(&["replays"], |any| {
            let expired = replays::table
                .filter(replays::kept_until.lt(now.millis()))
                .order(replays::kept_until)
                .limit(limit.into())
                .select((replays::token_id, replays::sign))
                .load::<(i64, Vec<u8>)>(any)?;
            for (token, sign) in &expired {
                diesel::delete(replays::table.find((token, sign))).execute(any)?;
            }
            Ok(expired.len())
        })
    }
}
