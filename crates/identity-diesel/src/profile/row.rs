//! A member's profile and the stores they may enter, as they are stored.

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::id::{MembershipId, StoreAccessId};
use identity_core::membership::{Profile, StoreAccess, StoreRole, UserCode};
use identity_core::timestamp::Timestamp;
use identity_core::value::{EmailAddress, LanguageCode, PhoneNumber, Text, Uid};

use crate::row::{Place, key};
use crate::schema::{membership_profiles, membership_stores};

/// A row of `membership_profiles`.
#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = membership_profiles, primary_key(membership_id))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct StoredProfile {
    membership_id: i64,
    account_id: i64,
    user_code: Option<String>,
    external_id: Option<String>,
    display_name: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    mobile: Option<String>,
    language_code: Option<String>,
    default_store: Option<String>,
}

impl From<&Profile> for StoredProfile {
    fn from(profile: &Profile) -> Self {
        let profile = profile.clone();
        Self {
            membership_id: key(profile.membership),
            account_id: key(profile.account),
            user_code: profile.user_code.map(|code| code.to_string()),
            external_id: profile.external_id.map(Text::into_string),
            display_name: profile.display_name.map(Text::into_string),
            first_name: profile.first_name.map(Text::into_string),
            last_name: profile.last_name.map(Text::into_string),
            email: profile.email.map(|email| email.to_string()),
            mobile: profile.mobile.map(PhoneNumber::into_string),
            language_code: profile.language.map(LanguageCode::into_string),
            default_store: profile.default_store.map(Uid::into_string),
        }
    }
}

impl TryFrom<StoredProfile> for Profile {
    type Error = StoreError;

    fn try_from(row: StoredProfile) -> Result<Self, StoreError> {
        let place = Place::<MembershipId>::new("membership_profiles", row.membership_id);
        Ok(Self {
            membership: place.id("membership_id", row.membership_id)?,
            account: place.id("account_id", row.account_id)?,
            user_code: row.user_code.map(UserCode::from_stored),
            external_id: row.external_id.map(Text::from_stored),
            display_name: row.display_name.map(Text::from_stored),
            first_name: row.first_name.map(Text::from_stored),
            last_name: row.last_name.map(Text::from_stored),
            email: row.email.map(EmailAddress::from_stored),
            mobile: row.mobile.map(PhoneNumber::from_stored),
            language: row.language_code.map(LanguageCode::from_stored),
            default_store: row.default_store.map(Uid::from_stored),
        })
    }
}

/// A row of `membership_stores`.
#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = membership_stores)]
pub(super) struct StoredAccess {
    id: i64,
    membership_id: i64,
    store: String,
    role: String,
    created_at: i64,
    modified_at: i64,
}

impl From<&StoreAccess> for StoredAccess {
    fn from(access: &StoreAccess) -> Self {
        Self {
            id: key(access.id),
            membership_id: key(access.membership),
            store: access.store.to_string(),
            role: access.role.as_str().into(),
            created_at: access.created_at.millis(),
            modified_at: access.modified_at.millis(),
        }
    }
}

impl TryFrom<StoredAccess> for StoreAccess {
    type Error = StoreError;

    fn try_from(row: StoredAccess) -> Result<Self, StoreError> {
        let place = Place::<StoreAccessId>::new("membership_stores", row.id);
        Ok(Self {
            id: place.id("id", row.id)?,
            membership: place.id("membership_id", row.membership_id)?,
            store: Uid::from_stored(row.store),
            role: place.known("role", StoreRole::parse(&row.role))?,
            created_at: Timestamp::from_millis(row.created_at),
            modified_at: Timestamp::from_millis(row.modified_at),
        })
    }
}
