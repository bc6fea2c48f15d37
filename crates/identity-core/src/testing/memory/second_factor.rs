//! Second factors in memory.

use super::state::refer;
use super::unit::Unit;
use crate::error::StoreError;
use crate::id::UserId;
use crate::second_factor::{SecondFactor, SecondFactorRepository};
use crate::secret::Digest;

impl SecondFactorRepository for Unit {
    fn find(&mut self, user: UserId) -> Result<Option<SecondFactor>, StoreError> {
        self.look(|state| state.factors.get(&user).cloned())
    }

    fn put(&mut self, factor: &SecondFactor) -> Result<(), StoreError> {
        self.change(|state| {
            refer(&state.users, [factor.user], "users")?;
            state.factors.insert(factor.user, factor.clone());
            Ok(())
        })
    }

    fn use_step(&mut self, user: UserId, step: u64) -> Result<bool, StoreError> {
        self.change(|state| {
            let confirmed = state.factors.get_mut(&user).and_then(|factor| factor.confirmed.as_mut());
            let Some(confirmed) = confirmed.filter(|confirmed| confirmed.last_step < step) else {
                return Ok(false);
            };
            confirmed.last_step = step;
            Ok(true)
        })
    }

    fn add_recovery_codes(&mut self, user: UserId, codes: &[Digest]) -> Result<(), StoreError> {
        self.change(|state| {
            refer(&state.factors, [user], "second_factors")?;
            for code in codes {
                if !state.recovery_codes.insert((user, code.0)) {
                    return Err(StoreError::Constraint("the recovery code is there already".into()));
                }
            }
            Ok(())
        })
    }

    fn use_recovery_code(&mut self, user: UserId, code: &Digest) -> Result<bool, StoreError> {
        self.change(|state| Ok(state.recovery_codes.remove(&(user, code.0))))
    }

    fn remove(&mut self, user: UserId) -> Result<(), StoreError> {
        self.change(|state| {
            state.factors.remove(&user);
            state.recovery_codes.retain(|(owner, _)| *owner != user);
            Ok(())
        })
    }
}
