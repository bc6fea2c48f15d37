//! Resets of passwords in memory.

use super::unit::Unit;
use crate::error::StoreError;
use crate::id::UserId;
use crate::reset::{Reset, ResetRepository};
use crate::secret::Digest;
use crate::timestamp::Timestamp;
use crate::value::EmailAddress;

impl ResetRepository for Unit {
    fn ask(&mut self, email: &EmailAddress, now: Timestamp) -> Result<(), StoreError> {
        self.change(|state| {
            state.resets_asked.entry(email.to_string()).or_insert(now);
            Ok(())
        })
    }

    fn asked(&mut self, limit: u32) -> Result<Vec<EmailAddress>, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        self.look(|state| {
            let mut asked: Vec<_> =
                state.resets_asked.iter().map(|(email, at)| (*at, email.clone())).collect();
            asked.sort();
            asked.into_iter().take(limit).map(|(_, email)| EmailAddress::from_stored(email)).collect()
        })
    }

    fn answer(&mut self, email: &EmailAddress) -> Result<bool, StoreError> {
        self.change(|state| Ok(state.resets_asked.remove(email.as_str()).is_some()))
    }

    fn find(&mut self, user: UserId) -> Result<Option<Reset>, StoreError> {
        self.look(|state| state.resets.get(&user).copied())
    }

    fn find_by_code(&mut self, code: &Digest) -> Result<Option<Reset>, StoreError> {
        self.look(|state| state.resets.values().find(|reset| reset.code.as_ref() == Some(code)).copied())
    }

    fn put(&mut self, reset: &Reset) -> Result<(), StoreError> {
        self.change(|state| {
            state.resets.insert(reset.user, *reset);
            Ok(())
        })
    }

    fn remove_over(&mut self, before: Timestamp, limit: u32) -> Result<usize, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        self.change(|state| {
            let over = state.resets.values().filter(|reset| reset.expires_at <= before);
            let users: Vec<_> = over.take(limit).map(|reset| reset.user).collect();
            for user in &users {
                state.resets.remove(user);
            }
            Ok(users.len())
        })
    }
}
