//! Stored PINs.

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::id::MembershipId;
use identity_core::membership::pin::{PinRepository, StoredPin};
use identity_core::timestamp::Timestamp;
use identity_core::user::PasswordHash;

use crate::row::{Place, key, millis, moment};
use crate::schema::member_pins;
use crate::unit::Unit;

/// What a change of PINs writes to.
const TABLES: [&str; 1] = ["member_pins"];

/// A row of `member_pins`.
#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = member_pins, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    membership_id: i64,
    hash: String,
    temporary_until: Option<i64>,
    is_own_by_web: bool,
    is_void: bool,
    set_at: i64,
}

impl From<&StoredPin> for Row {
    fn from(pin: &StoredPin) -> Self {
        Self {
            membership_id: key(pin.membership),
            hash: pin.hash.0.clone(),
            temporary_until: millis(pin.temporary_until),
            is_own_by_web: pin.is_own_by_web,
            is_void: pin.is_void,
            set_at: pin.set_at.millis(),
        }
    }
}

impl Row {
    fn pin(self) -> Result<StoredPin, StoreError> {
        let place = Place::<MembershipId>::new("member_pins", self.membership_id);
        Ok(StoredPin {
            membership: place.id("membership_id", self.membership_id)?,
            hash: PasswordHash(self.hash),
            temporary_until: moment(self.temporary_until),
            is_own_by_web: self.is_own_by_web,
            is_void: self.is_void,
            set_at: Timestamp::from_millis(self.set_at),
        })
    }
}

impl PinRepository for Unit<'_> {
    fn find(&mut self, membership: MembershipId) -> Result<Option<StoredPin>, StoreError> {
        self.look(|any| {
            let row = member_pins::table.find(key(membership)).get_result::<Row>(any).optional()?;
            Ok(row.map(Row::pin).transpose()?)
        })
    }

    fn save(&mut self, pin: &StoredPin) -> Result<(), StoreError> {
        self.change_in(&TABLES, |any| {
            let place = member_pins::table.find(key(pin.membership));
            if diesel::update(place).set(Row::from(pin)).execute(any)? == 0 {
                diesel::insert_into(member_pins::table).values(Row::from(pin)).execute(any)?;
            }
            Ok(())
        })
    }

    fn remove(&mut self, membership: MembershipId) -> Result<(), StoreError> {
        self.change_in(&TABLES, |any| {
            diesel::delete(member_pins::table.find(key(membership))).execute(any)?;
            Ok(())
        })
    }
}
