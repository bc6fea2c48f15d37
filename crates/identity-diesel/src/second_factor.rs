//! Stored second factors and recovery codes.

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::id::UserId;
use identity_core::second_factor::{Confirmation, SecondFactor, SecondFactorRepository};
use identity_core::secret::Digest;
use identity_core::timestamp::Timestamp;

use crate::row::{Place, key, moment};
use crate::schema::{recovery_codes, second_factors};
use crate::unit::Unit;

/// What a change of second factors writes to.
const TABLES: [&str; 2] = ["second_factors", "recovery_codes"];

/// A row: person, sealed secret, beginning, confirmation, latest used step.
type Columns = (i64, Vec<u8>, i64, Option<i64>, Option<i64>);

fn factor((user, sealed, created_at, confirmed_at, last_step): Columns) -> Result<SecondFactor, StoreError> {
    let place = Place::<UserId>::new("second_factors", user);
    let last_step = last_step.map(|step| place.known("last_step", u64::try_from(step).ok())).transpose()?;
    let confirmed = match (moment(confirmed_at), last_step) {
        (None, None) => None,
        (Some(at), Some(last_step)) => Some(Confirmation { at, last_step }),
        _ => return Err(place.corrupt("confirmed_at")),
    };
    let created_at = Timestamp::from_millis(created_at);
    Ok(SecondFactor { user: place.id("user_id", user)?, sealed, created_at, confirmed })
}

/// A step as it is stored; those of this era fit.
fn stored(step: u64) -> i64 {
    i64::try_from(step).unwrap_or(i64::MAX)
}

impl SecondFactorRepository for Unit<'_> {
    fn find(&mut self, user: UserId) -> Result<Option<SecondFactor>, StoreError> {
        self.look(|any| {
            let row = second_factors::table.find(key(user)).get_result::<Columns>(any).optional()?;
            Ok(row.map(factor).transpose()?)
        })
    }

    fn put(&mut self, factor: &SecondFactor) -> Result<(), StoreError> {
        let content = (
            second_factors::sealed.eq(&factor.sealed),
            second_factors::created_at.eq(factor.created_at.millis()),
            second_factors::confirmed_at.eq(factor.confirmed.map(|confirmed| confirmed.at.millis())),
            second_factors::last_step.eq(factor.confirmed.map(|confirmed| stored(confirmed.last_step))),
        );
        self.change_in(&TABLES, |any| {
            let place = second_factors::table.find(key(factor.user));
            if diesel::update(place).set(content).execute(any)? == 0 {
                let row = (second_factors::user_id.eq(key(factor.user)), content);
                diesel::insert_into(second_factors::table).values(row).execute(any)?;
            }
            Ok(())
        })
    }

    fn use_step(&mut self, user: UserId, step: u64) -> Result<bool, StoreError> {
        self.change_in(&TABLES, |any| {
            // Without a confirmation there is no last step, and nothing is less than a step.
            let unused =
                second_factors::table.find(key(user)).filter(second_factors::last_step.lt(stored(step)));
            Ok(diesel::update(unused).set(second_factors::last_step.eq(stored(step))).execute(any)? == 1)
        })
    }

    fn add_recovery_codes(&mut self, user: UserId, codes: &[Digest]) -> Result<(), StoreError> {
        self.change_in(&TABLES, |any| {
            for code in codes {
                let row = (recovery_codes::user_id.eq(key(user)), recovery_codes::code.eq(&code.0[..]));
                diesel::insert_into(recovery_codes::table).values(row).execute(any)?;
            }
            Ok(())
        })
    }

    fn use_recovery_code(&mut self, user: UserId, code: &Digest) -> Result<bool, StoreError> {
        self.change_in(&TABLES, |any| {
            let place = recovery_codes::table.find((key(user), &code.0[..]));
            Ok(diesel::delete(place).execute(any)? == 1)
        })
    }

    fn remove(&mut self, user: UserId) -> Result<(), StoreError> {
        self.change_in(&TABLES, |any| {
            // Recovery codes go with it, by their foreign key.
            diesel::delete(second_factors::table.find(key(user))).execute(any)?;
            Ok(())
        })
    }
}
