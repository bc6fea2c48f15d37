//! Stored people.

mod list;
mod many;
mod row;
mod settings;

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::id::UserId;
use identity_core::list::{Page, Query};
use identity_core::timestamp::Timestamp;
use identity_core::user::{User, UserRepository, UserRow, UserScope, UserSummary, full_name};
use identity_core::value::{EmailAddress, Text};

pub(crate) use row::StoredUser;

use crate::condition::{LiveMembership, LiveUser};
use crate::dialect::{Kept, Skip, or, padded};
use crate::row::{Place, key, keys};
use crate::schema::{memberships, users};
use crate::unit::{Unit, one_row};

impl Unit<'_> {
    fn live_user(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        self.look(|any| {
            let row = users::table.find(key(id)).filter(LiveUser).get_result::<StoredUser>(any).optional()?;
            Ok(row.map(User::try_from).transpose()?)
        })
    }
}

impl UserRepository for Unit<'_> {
    fn find(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        self.look(|any| {
            let row = users::table.find(key(id)).get_result::<StoredUser>(any).optional()?;
            Ok(row.map(User::try_from).transpose()?)
        })
    }

    fn find_in(&mut self, scope: UserScope, id: UserId) -> Result<Option<User>, StoreError> {
        let (account, person) = match scope {
            UserScope::All => return self.live_user(id),
            UserScope::One(person) if person == id => return self.live_user(id),
            UserScope::One(_) | UserScope::Nothing => return Ok(None),
            UserScope::Members { account, person } => (account, person),
        };
        if person == Some(id) {
            return self.live_user(id);
        }
        self.look(|any| {
            let membership = memberships::table
                .filter(memberships::account_id.eq(key(account)))
                .filter(memberships::user_id.eq(key(id)))
                .filter(LiveMembership);
            let row = users::table
                .find(key(id))
                .filter(LiveUser)
                .filter(diesel::dsl::exists(membership))
                .get_result::<StoredUser>(any)
                .optional()?;
            Ok(row.map(User::try_from).transpose()?)
        })
    }

    fn find_many_in(&mut self, scope: UserScope, ids: &[UserId]) -> Result<Vec<User>, StoreError> {
        many::find_many_in(self, scope, ids)
    }

    fn find_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError> {
        self.look(|any| {
            let row = users::table
                .filter(users::email.eq(email.as_str()))
                .filter(LiveUser)
                .get_result::<StoredUser>(any)
                .optional()?;
            Ok(row.map(User::try_from).transpose()?)
        })
    }

    fn insert(&mut self, user: &User) -> Result<bool, StoreError> {
        self.change_in(&["users"], |any| {
            let insert = diesel::insert_into(users::table).values(StoredUser::from(user));
            Ok(or(Skip, insert).execute(any)? == 1)
        })
    }

    fn update(&mut self, user: &User) -> Result<(), StoreError> {
        self.change_in(&["users"], |any| {
            let update = diesel::update(users::table.find(key(user.id))).set(StoredUser::from(user));
            one_row(Kept(update).execute(any)?, "users")
        })
    }

    fn summaries(&mut self, ids: &[UserId]) -> Result<Vec<UserSummary>, StoreError> {
        self.look(|any| {
            let names = users::table.filter(users::id.eq_any(padded(keys(ids)))).select((
                users::id,
                users::first_name,
                users::last_name,
            ));
            let summary = |(id, first, last)| {
                let place = Place::<UserId>::new("users", id);
                let name = full_name(&Text::from_stored(first), &Text::from_stored(last));
                Ok(UserSummary { id: place.id("id", id)?, name })
            };
            Kept(names).load::<(i64, String, String)>(any)?.into_iter().map(summary).collect()
        })
    }

    fn page(
        &mut self,
        scope: UserScope,
        query: &Query<UserRow>,
        now: Timestamp,
    ) -> Result<Page<User>, StoreError> {
        list::page(self, scope, query, now)
    }
}
