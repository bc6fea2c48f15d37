//! Signed requests in memory.

use super::unit::Unit;
use crate::error::StoreError;
use crate::replay::{ReplayRepository, Sighting};
use crate::timestamp::Timestamp;

impl ReplayRepository for Unit {
    fn admit(&mut self, sighting: &Sighting) -> Result<bool, StoreError> {
        self.change(|state| {
            let place = (sighting.key, sighting.sign.0);
            let seen = state.replays.get(&place);
            let is_admitted = seen.is_none_or(|seen| !seen.is_write && !sighting.is_write);
            if is_admitted {
                state.replays.insert(place, *sighting);
            }
            Ok(is_admitted)
        })
    }

    fn remove_expired(&mut self, now: Timestamp, limit: u32) -> Result<usize, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        self.change(|state| {
            let expired = state.replays.iter().filter(|(_, seen)| seen.kept_until < now);
            let places: Vec<_> = expired.take(limit).map(|(place, _)| *place).collect();
            for place in &places {
                state.replays.remove(place);
            }
            Ok(places.len())
        })
    }
}
