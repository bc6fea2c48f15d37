//! Waiting mail in memory.

use super::state::stored;
use super::unit::Unit;
use crate::error::StoreError;
use crate::outbox::{Notice, OutboxEntry, OutboxRepository};
use crate::timestamp::Timestamp;

impl OutboxRepository for Unit {
    fn push(&mut self, notice: &Notice, now: Timestamp) -> Result<(), StoreError> {
        self.change(|state| {
            state.outbox_last += 1;
            let entry = OutboxEntry { sequence: state.outbox_last, notice: notice.clone(), attempts: 0 };
            state.outbox.insert(entry.sequence, (entry, now));
            Ok(())
        })
    }

    fn due(&mut self, now: Timestamp, limit: u32) -> Result<Vec<OutboxEntry>, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        self.look(|state| {
            let due = state.outbox.values().filter(|(_, due_at)| *due_at <= now);
            due.take(limit).map(|(entry, _)| entry.clone()).collect()
        })
    }

    fn claim(&mut self, sequence: i64, now: Timestamp, until: Timestamp) -> Result<bool, StoreError> {
        self.change(|state| {
            let due = state.outbox.get_mut(&sequence).filter(|(_, due_at)| *due_at <= now);
            Ok(due.map(|(_, due_at)| *due_at = until).is_some())
        })
    }

    fn remove(&mut self, sequence: i64) -> Result<(), StoreError> {
        self.change(|state| {
            state.outbox.remove(&sequence);
            Ok(())
        })
    }

    fn postpone(&mut self, sequence: i64, until: Timestamp) -> Result<(), StoreError> {
        self.change(|state| {
            let (entry, due_at) = stored(&mut state.outbox, &sequence, "outbox")?;
            entry.attempts += 1;
            *due_at = until;
            Ok(())
        })
    }
}
