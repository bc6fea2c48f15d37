//! A person as it is stored.

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::id::UserId;
use identity_core::timestamp::Timestamp;
use identity_core::user::{PasswordHash, Standing, User, UserLife, UserStamps};
use identity_core::value::{EmailAddress, Text};

use super::settings;
use crate::row::{Place, at, by, key, millis, moment, phone};
use crate::schema::users;

/// A row of `users`.
#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = users, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct StoredUser {
    pub(super) id: i64,
    revision: i64,
    email: String,
    is_email_verified: bool,
    first_name: String,
    last_name: String,
    phone_prefix: Option<String>,
    phone_number: Option<String>,
    settings: Option<String>,
    password: Option<String>,
    life: String,
    standing: String,
    invited_until: Option<i64>,
    activated_at: Option<i64>,
    current_account_id: Option<i64>,
    last_login_at: Option<i64>,
    created_at: Option<i64>,
    created_by: Option<String>,
    updated_at: Option<i64>,
    updated_by: Option<String>,
    login_at: Option<i64>,
    login_by: Option<String>,
    blocked_at: Option<i64>,
    blocked_by: Option<String>,
    unblocked_at: Option<i64>,
    unblocked_by: Option<String>,
}

const fn life_name(life: UserLife) -> &'static str {
    match life {
        UserLife::Live => "Live",
        UserLife::Blocked => "Blocked",
        UserLife::Deleted => "Deleted",
    }
}

fn life(name: &str) -> Option<UserLife> {
    [UserLife::Live, UserLife::Blocked, UserLife::Deleted].into_iter().find(|life| life_name(*life) == name)
}

const fn standing_name(standing: Standing) -> (&'static str, Option<Timestamp>) {
    match standing {
        Standing::New => ("New", None),
        Standing::Invited { until } => ("Invited", Some(until)),
        Standing::Active => ("Active", None),
        Standing::Disabled => ("Disabled", None),
    }
}

fn standing(name: &str, until: Option<Timestamp>) -> Option<Standing> {
    match (name, until) {
        ("New", None) => Some(Standing::New),
        ("Invited", Some(until)) => Some(Standing::Invited { until }),
        ("Active", None) => Some(Standing::Active),
        ("Disabled", None) => Some(Standing::Disabled),
        _ => None,
    }
}

impl From<&User> for StoredUser {
    fn from(user: &User) -> Self {
        let UserStamps { created, updated, login, blocked, unblocked } = user.stamps;
        let (standing, invited_until) = standing_name(user.standing);
        let phone = user.phone.clone().unwrap_or_default();
        Self {
            id: key(user.id),
            revision: user.revision.into(),
            email: user.email.to_string(),
            is_email_verified: user.is_email_verified,
            first_name: user.first_name.to_string(),
            last_name: user.last_name.to_string(),
            phone_prefix: phone.prefix.map(Text::into_string),
            phone_number: phone.number.map(Text::into_string),
            settings: settings::to_text(&user.settings),
            password: user.password.as_ref().map(|hash| hash.0.clone()),
            life: life_name(user.life).into(),
            standing: standing.into(),
            invited_until: millis(invited_until),
            activated_at: millis(user.activated_at),
            current_account_id: user.current_account.map(key),
            last_login_at: millis(user.last_login_at),
            created_at: at(created),
            created_by: by(created),
            updated_at: at(updated),
            updated_by: by(updated),
            login_at: at(login),
            login_by: by(login),
            blocked_at: at(blocked),
            blocked_by: by(blocked),
            unblocked_at: at(unblocked),
            unblocked_by: by(unblocked),
        }
    }
}

impl TryFrom<StoredUser> for User {
    type Error = StoreError;

    fn try_from(row: StoredUser) -> Result<Self, StoreError> {
        let place = Place::<UserId>::new("users", row.id);
        Ok(Self {
            id: place.id("id", row.id)?,
            revision: place.count("revision", row.revision)?,
            email: EmailAddress::from_stored(row.email),
            is_email_verified: row.is_email_verified,
            first_name: Text::from_stored(row.first_name),
            last_name: Text::from_stored(row.last_name),
            phone: phone(row.phone_prefix, row.phone_number),
            settings: place.known("settings", settings::from_text(row.settings.as_deref()))?,
            password: row.password.map(PasswordHash),
            life: place.known("life", life(&row.life))?,
            standing: place.known("standing", standing(&row.standing, moment(row.invited_until)))?,
            activated_at: moment(row.activated_at),
            current_account: place.id_or_none("current_account_id", row.current_account_id)?,
            last_login_at: moment(row.last_login_at),
            stamps: UserStamps {
                created: place.stamp("created_by", row.created_at, row.created_by)?,
                updated: place.stamp("updated_by", row.updated_at, row.updated_by)?,
                login: place.stamp("login_by", row.login_at, row.login_by)?,
                blocked: place.stamp("blocked_by", row.blocked_at, row.blocked_by)?,
                unblocked: place.stamp("unblocked_by", row.unblocked_at, row.unblocked_by)?,
            },
        })
    }
}
