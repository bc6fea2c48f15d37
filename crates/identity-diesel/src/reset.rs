//! Stored resets of passwords.

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::id::UserId;
use identity_core::reset::{Reset, ResetRepository};
use identity_core::secret::Digest;
use identity_core::timestamp::Timestamp;
use identity_core::value::EmailAddress;

use crate::row::{Place, key};
use crate::schema::{password_resets, reset_requests};
use crate::unit::Unit;

/// A reset: person, code, expiry, beginning of the hour, mails.
type Columns = (i64, Option<Vec<u8>>, i64, i64, i64);

fn reset((user, code, expires_at, hour_began_at, mails): Columns) -> Result<Reset, StoreError> {
    let place = Place::<UserId>::new("password_resets", user);
    Ok(Reset {
        user: place.id("user_id", user)?,
        code: code.map(|bytes| place.digest("code", bytes)).transpose()?,
        expires_at: Timestamp::from_millis(expires_at),
        hour_began_at: Timestamp::from_millis(hour_began_at),
        mails: place.count("mails", mails)?,
    })
}

impl ResetRepository for Unit<'_> {
    fn ask(&mut self, email: &EmailAddress, now: Timestamp) -> Result<(), StoreError> {
        self.change_in(&["reset_requests"], |any| {
            let found = reset_requests::table.find(email.as_str()).select(reset_requests::asked_at);
            if found.get_result::<i64>(any).optional()?.is_none() {
                let row =
                    (reset_requests::email.eq(email.as_str()), reset_requests::asked_at.eq(now.millis()));
                diesel::insert_into(reset_requests::table).values(row).execute(any)?;
            }
            Ok(())
        })
    }

    fn asked(&mut self, limit: u32) -> Result<Vec<EmailAddress>, StoreError> {
        self.look(|any| {
            let emails = reset_requests::table
                .order((reset_requests::asked_at, reset_requests::email))
                .limit(limit.into())
                .select(reset_requests::email)
                .load::<String>(any)?;
            Ok(emails.into_iter().map(EmailAddress::from_stored).collect())
        })
    }

    fn answer(&mut self, email: &EmailAddress) -> Result<bool, StoreError> {
        self.change_in(&["reset_requests"], |any| {
            Ok(diesel::delete(reset_requests::table.find(email.as_str())).execute(any)? == 1)
        })
    }

    fn find(&mut self, user: UserId) -> Result<Option<Reset>, StoreError> {
        self.look(|any| {
            let found = password_resets::table.find(key(user)).get_result::<Columns>(any).optional()?;
            Ok(found.map(reset).transpose()?)
        })
    }

    fn find_by_code(&mut self, code: &Digest) -> Result<Option<Reset>, StoreError> {
        let code = code.0;
        self.look(|any| {
            let found = password_resets::table
                .filter(password_resets::code.eq(&code[..]))
                .get_result::<Columns>(any)
                .optional()?;
            Ok(found.map(reset).transpose()?)
        })
    }

    fn put(&mut self, reset: &Reset) -> Result<(), StoreError> {
        let content = (
            password_resets::code.eq(reset.code.map(|code| code.0.to_vec())),
            password_resets::expires_at.eq(reset.expires_at.millis()),
            password_resets::hour_began_at.eq(reset.hour_began_at.millis()),
            password_resets::mails.eq(i64::from(reset.mails)),
        );
        self.change_in(&["password_resets"], |any| {
            let place = password_resets::table.find(key(reset.user));
            if diesel::update(place).set(content.clone()).execute(any)? == 0 {
                let row = (password_resets::user_id.eq(key(reset.user)), content);
                diesel::insert_into(password_resets::table).values(row).execute(any)?;
            }
            Ok(())
        })
    }

    fn remove_over(&mut self, before: Timestamp, limit: u32) -> Result<usize, StoreError> {
        self.change_in(&["password_resets"], |any| {
            let over = password_resets::table
                .filter(password_resets::expires_at.le(before.millis()))
                .order(password_resets::expires_at)
                .limit(limit.into())
                .select(password_resets::user_id)
                .load::<i64>(any)?;
            let over = password_resets::table.filter(password_resets::user_id.eq_any(over));
            Ok(diesel::delete(over).execute(any)?)
        })
    }
}
