//! What is seldom read of an account: in a table of its own, without a row when there is nothing to say.

use diesel::prelude::*;
use identity_core::account::{Account, Plan};
use identity_core::error::StoreError;
use identity_core::id::AccountId;
use identity_core::value::{Address, CountryCode, EmailAddress, LanguageTag, Prose, Text, Uuid, WebAddress};

use crate::row::{Place, key};
use crate::schema::account_profiles;

/// A row of `account_profiles`.
#[derive(Queryable, Insertable, AsChangeset, PartialEq, Eq, Default)]
#[diesel(table_name = account_profiles, primary_key(account_id))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct StoredProfile {
    pub(super) account_id: i64,
    line1: Option<String>,
    line2: Option<String>,
    post_code: Option<String>,
    city: Option<String>,
    state: Option<String>,
    country: Option<String>,
    technical_support_email: Option<String>,
    website: Option<String>,
    description: Option<String>,
    default_language_code: Option<String>,
    pyra_tenant_id: Option<String>,
    plan: Option<String>,
    plan_time: Option<i64>,
    plan_volume: Option<i64>,
}

impl StoredProfile {
    /// Whether there is nothing to store.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self { account_id: self.account_id, ..Self::default() }
    }
}

/// The members of an account that a profile row holds.
#[derive(Default)]
pub(super) struct Profile {
    pub(super) address: Option<Address>,
    pub(super) technical_support_email: Option<EmailAddress>,
    pub(super) website: Option<WebAddress>,
    pub(super) description: Option<Prose<2000>>,
    pub(super) default_language_code: Option<LanguageTag>,
    pub(super) pyra_tenant_id: Option<Uuid>,
    pub(super) plan: Option<Plan>,
}

impl From<&Account> for StoredProfile {
    fn from(account: &Account) -> Self {
        let address = account.address.as_ref();
        let plan = account.plan.as_ref();
        let count = |count: Option<u64>| count.and_then(|count| i64::try_from(count).ok());
        Self {
            account_id: key(account.id),
            line1: address.map(|a| a.line1.to_string()),
            line2: address.and_then(|a| a.line2.as_ref()).map(Text::to_string),
            post_code: address.map(|a| a.post_code.to_string()),
            city: address.map(|a| a.city.to_string()),
            state: address.map(|a| a.state.to_string()),
            country: address.map(|a| a.country.to_string()),
            technical_support_email: account.technical_support_email.as_ref().map(ToString::to_string),
            website: account.website.as_ref().map(ToString::to_string),
            description: account.description.as_ref().map(ToString::to_string),
            default_language_code: account.default_language_code.as_ref().map(ToString::to_string),
            pyra_tenant_id: account.pyra_tenant_id.as_ref().map(ToString::to_string),
            plan: plan.map(|plan| plan.name.to_string()),
            plan_time: plan.and_then(|plan| count(plan.time)),
            plan_volume: plan.and_then(|plan| count(plan.volume)),
        }
    }
}

impl TryFrom<StoredProfile> for Profile {
    type Error = StoreError;

    fn try_from(row: StoredProfile) -> Result<Self, StoreError> {
        let place = Place::<AccountId>::new("account_profiles", row.account_id);
        let is_complete =
            row.post_code.is_some() && row.city.is_some() && row.state.is_some() && row.country.is_some();
        if row.line1.is_some() != is_complete || (row.line2.is_some() && !is_complete) {
            return Err(place.corrupt("line1"));
        }
        let text = Option::unwrap_or_default;
        let address = is_complete.then(|| Address {
            line1: Text::from_stored(text(row.line1)),
            line2: row.line2.map(Text::from_stored),
            post_code: Text::from_stored(text(row.post_code)),
            city: Text::from_stored(text(row.city)),
            state: Text::from_stored(text(row.state)),
            country: CountryCode::from_stored(text(row.country)),
        });
        let count = |column, count: Option<i64>| {
            count.map(|count| place.known(column, u64::try_from(count).ok())).transpose()
        };
        let (time, volume) = (count("plan_time", row.plan_time)?, count("plan_volume", row.plan_volume)?);
        Ok(Self {
            address,
            technical_support_email: row.technical_support_email.map(EmailAddress::from_stored),
            website: row.website.map(WebAddress::from_stored),
            description: row.description.map(Prose::from_stored),
            default_language_code: row.default_language_code.map(LanguageTag::from_stored),
            pyra_tenant_id: row.pyra_tenant_id.map(Uuid::from_stored),
            plan: row.plan.map(|name| Plan { name: Text::from_stored(name), time, volume }),
        })
    }
}
