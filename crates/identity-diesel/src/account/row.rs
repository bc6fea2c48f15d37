//! An account as it is stored.

use diesel::prelude::*;
use identity_core::account::{
    Account, AccountKind, AccountStamps, AccountState, AccountStatus, AccountSummary, Eligibility,
    ServiceLevel, Undisabled,
};
use identity_core::error::StoreError;
use identity_core::id::AccountId;
use identity_core::value::{AccountSlug, Text};

use super::profile::{Profile, StoredProfile};
use crate::row::{Place, at, by, key};
use crate::schema::accounts;

/// A row of `accounts`.
#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = accounts, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct StoredAccount {
    pub(super) id: i64,
    revision: i64,
    kind: String,
    status: String,
    status_before: Option<String>,
    name: String,
    parent_id: Option<i64>,
    slug: Option<String>,
    external_id: Option<String>,
    external_name: Option<String>,
    service_level: Option<String>,
    eligibility_client: Option<bool>,
    eligibility_partner: Option<bool>,
    is_token_retrievable: bool,
    created_at: Option<i64>,
    created_by: Option<String>,
    updated_at: Option<i64>,
    updated_by: Option<String>,
    activated_at: Option<i64>,
    activated_by: Option<String>,
    deactivated_at: Option<i64>,
    deactivated_by: Option<String>,
    disabled_at: Option<i64>,
    disabled_by: Option<String>,
    enabled_at: Option<i64>,
    enabled_by: Option<String>,
}

/// The status in the store, and the one that enabling brings back.
const fn state_names(state: AccountState) -> (&'static str, Option<&'static str>) {
    let before = match state {
        AccountState::Disabled { before: Undisabled::Enabled } => Some("Enabled"),
        AccountState::Disabled { before: Undisabled::Active } => Some("Active"),
        _ => None,
    };
    (state.status().as_str(), before)
}

fn state(status: &str, before: Option<&str>) -> Option<AccountState> {
    match (AccountStatus::parse(status)?, before) {
        (AccountStatus::Enabled, None) => Some(AccountState::Enabled),
        (AccountStatus::Active, None) => Some(AccountState::Active),
        (AccountStatus::Deleted, None) => Some(AccountState::Deleted),
        (AccountStatus::Disabled, Some("Enabled")) => {
            Some(AccountState::Disabled { before: Undisabled::Enabled })
        }
        (AccountStatus::Disabled, Some("Active")) => {
            Some(AccountState::Disabled { before: Undisabled::Active })
        }
        _ => None,
    }
}

impl From<&Account> for StoredAccount {
    fn from(account: &Account) -> Self {
        let AccountStamps { created, updated, activated, deactivated, disabled, enabled } = account.stamps;
        let (status, status_before) = state_names(account.state);
        Self {
            id: key(account.id),
            revision: account.revision.into(),
            kind: account.kind.as_str().into(),
            status: status.into(),
            status_before: status_before.map(Into::into),
            name: account.name.to_string(),
            parent_id: account.parent.map(key),
            slug: account.slug.as_ref().map(ToString::to_string),
            external_id: account.external_id.as_ref().map(ToString::to_string),
            external_name: account.external_name.as_ref().map(ToString::to_string),
            service_level: account.service_level.map(|level| level.as_str().into()),
            eligibility_client: account.eligibility.map(|e| e.client),
            eligibility_partner: account.eligibility.map(|e| e.partner),
            is_token_retrievable: account.is_token_retrievable,
            created_at: at(created),
            created_by: by(created),
            updated_at: at(updated),
            updated_by: by(updated),
            activated_at: at(activated),
            activated_by: by(activated),
            deactivated_at: at(deactivated),
            deactivated_by: by(deactivated),
            disabled_at: at(disabled),
            disabled_by: by(disabled),
            enabled_at: at(enabled),
            enabled_by: by(enabled),
        }
    }
}

impl StoredAccount {
    /// The account with its profile.
    pub(super) fn with(self, profile: Option<StoredProfile>) -> Result<Account, StoreError> {
        let place = Place::<AccountId>::new("accounts", self.id);
        let profile = profile.map_or_else(|| Ok(Profile::default()), Profile::try_from)?;
        let level = self.service_level.map(|name| place.known("service_level", ServiceLevel::parse(&name)));
        let eligibility = self.eligibility_client.zip(self.eligibility_partner);
        Ok(Account {
            id: place.id("id", self.id)?,
            revision: place.count("revision", self.revision)?,
            kind: place.known("kind", AccountKind::parse(&self.kind))?,
            state: place.known("status", state(&self.status, self.status_before.as_deref()))?,
            name: Text::from_stored(self.name),
            parent: place.id_or_none("parent_id", self.parent_id)?,
            slug: self.slug.map(AccountSlug::from_stored),
            external_id: self.external_id.map(Text::from_stored),
            external_name: self.external_name.map(Text::from_stored),
            pyra_tenant_id: profile.pyra_tenant_id,
            service_level: level.transpose()?,
            address: profile.address,
            technical_support_email: profile.technical_support_email,
            website: profile.website,
            description: profile.description,
            default_language_code: profile.default_language_code,
            eligibility: eligibility.map(|(client, partner)| Eligibility { client, partner }),
            is_token_retrievable: self.is_token_retrievable,
            plan: profile.plan,
            stamps: AccountStamps {
                created: place.stamp("created_by", self.created_at, self.created_by)?,
                updated: place.stamp("updated_by", self.updated_at, self.updated_by)?,
                activated: place.stamp("activated_by", self.activated_at, self.activated_by)?,
                deactivated: place.stamp("deactivated_by", self.deactivated_at, self.deactivated_by)?,
                disabled: place.stamp("disabled_by", self.disabled_at, self.disabled_by)?,
                enabled: place.stamp("enabled_by", self.enabled_at, self.enabled_by)?,
            },
        })
    }
}

/// The columns of a summary: id, name, kind and status.
pub(super) type SummaryColumns = (i64, String, String, String);

/// What references show.
pub(super) fn summary((id, name, kind, status): SummaryColumns) -> Result<AccountSummary, StoreError> {
    let place = Place::<AccountId>::new("accounts", id);
    Ok(AccountSummary {
        id: place.id("id", id)?,
        name: Text::from_stored(name),
        kind: place.known("kind", AccountKind::parse(&kind))?,
        status: place.known("status", AccountStatus::parse(&status))?,
    })
}
