//! Stored signing keys.

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::port::PublicKey;
use identity_core::signing_key::{KeyState, SigningKey, SigningKeyRepository};
use identity_core::timestamp::Timestamp;

use crate::row::moment;
use crate::schema::signing_keys::{self, dsl};
use crate::unit::{Unit, one_row};

const TABLE: &str = "signing_keys";

/// A row: `kid`, public half, sealed private half, beginning, end.
type Columns = (String, Vec<u8>, Option<Vec<u8>>, i64, Option<i64>);

fn key((id, public, sealed, created_at, retires_at): Columns) -> Result<SigningKey, StoreError> {
    let corrupt = |column| StoreError::Corrupt { table: TABLE, column, id: id.clone() };
    let public = public.try_into().map(PublicKey).map_err(|_| corrupt("public"))?;
    let state = match (sealed, moment(retires_at)) {
        (Some(sealed), None) => KeyState::Active { sealed },
        (None, Some(until)) => KeyState::Retiring { until },
        _ => return Err(corrupt("sealed")),
    };
    Ok(SigningKey { id, public, state, created_at: Timestamp::from_millis(created_at) })
}

/// The state as it is stored: sealed private half, end.
fn state(key: &SigningKey) -> (Option<&[u8]>, Option<i64>) {
    match &key.state {
        KeyState::Active { sealed } => (Some(sealed), None),
        KeyState::Retiring { until } => (None, Some(until.millis())),
    }
}

impl SigningKeyRepository for Unit<'_> {
    fn all(&mut self) -> Result<Vec<SigningKey>, StoreError> {
        self.look(|any| {
            let rows = dsl::signing_keys
                .order((signing_keys::created_at.desc(), signing_keys::id.desc()))
                .load::<Columns>(any)?;
            Ok(rows.into_iter().map(key).collect::<Result<_, _>>()?)
        })
    }

    fn insert(&mut self, key: &SigningKey) -> Result<(), StoreError> {
        let (sealed, retires_at) = state(key);
        self.change_in(&[TABLE], |any| {
            let row = (
                signing_keys::id.eq(&key.id),
                signing_keys::public.eq(&key.public.0[..]),
                signing_keys::sealed.eq(sealed),
                signing_keys::created_at.eq(key.created_at.millis()),
                signing_keys::retires_at.eq(retires_at),
            );
            diesel::insert_into(dsl::signing_keys).values(row).execute(any)?;
            Ok(())
        })
    }

    fn update(&mut self, key: &SigningKey) -> Result<(), StoreError> {
        let (sealed, retires_at) = state(key);
        self.change_in(&[TABLE], |any| {
            let changed = diesel::update(dsl::signing_keys.find(&key.id))
                .set((signing_keys::sealed.eq(sealed), signing_keys::retires_at.eq(retires_at)));
            one_row(changed.execute(any)?, TABLE)
        })
    }

    fn remove_expired(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        self.change_in(&[TABLE], |any| {
            let expired = dsl::signing_keys.filter(signing_keys::retires_at.le(now.millis()));
            Ok(diesel::delete(expired).execute(any)?)
        })
    }
}
