//! An API token as it is stored, its modules and last use aside.

use std::collections::BTreeSet;

use diesel::prelude::*;
use identity_core::api_token::{ApiToken, HmacScope, TokenDigests, TokenKind, TokenStamps, TokenState};
use identity_core::error::StoreError;
use identity_core::id::{ModuleId, TokenId};
use identity_core::timestamp::Timestamp;
use identity_core::value::{LocalPath, Prose, TokenName};

use crate::row::{Place, at, by, key, millis, moment};
use crate::schema::api_tokens;

/// A row of `api_tokens`.
#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = api_tokens, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct StoredToken {
    pub(super) id: i64,
    revision: i64,
    account_id: i64,
    state: String,
    name: String,
    description: Option<String>,
    icon: Option<String>,
    digest: Vec<u8>,
    previous_digest: Option<Vec<u8>>,
    previous_until: Option<i64>,
    sealed: Option<Vec<u8>>,
    is_retrievable: bool,
    holder_id: Option<i64>,
    creator: Option<String>,
    expires_at: Option<i64>,
    created_at: Option<i64>,
    created_by: Option<String>,
    updated_at: Option<i64>,
    updated_by: Option<String>,
    enabled_at: Option<i64>,
    enabled_by: Option<String>,
    disabled_at: Option<i64>,
    disabled_by: Option<String>,
    rotated_at: Option<i64>,
    rotated_by: Option<String>,
    kind: String,
    membership_id: Option<i64>,
    tail: Option<String>,
    hmac_scope: Option<String>,
    scopes: String,
    audience: String,
}

impl From<&ApiToken> for StoredToken {
    fn from(token: &ApiToken) -> Self {
        let TokenStamps { created, updated, enabled, disabled, rotated } = token.stamps;
        let previous = token.digests.previous;
        Self {
            id: key(token.id),
            revision: token.revision.into(),
            account_id: key(token.account),
            state: token.state.as_str().into(),
            name: token.name.to_string(),
            description: token.description.as_ref().map(ToString::to_string),
            icon: token.icon.as_ref().map(ToString::to_string),
            digest: token.digests.current.0.to_vec(),
            previous_digest: previous.map(|(digest, _)| digest.0.to_vec()),
            previous_until: previous.map(|(_, until)| until.millis()),
            sealed: token.sealed.clone(),
            is_retrievable: token.is_retrievable,
            holder_id: token.holder.map(key),
            creator: token.creator.map(|actor| actor.to_string()),
            expires_at: millis(token.expires_at),
            created_at: at(created),
            created_by: by(created),
            updated_at: at(updated),
            updated_by: by(updated),
            enabled_at: at(enabled),
            enabled_by: by(enabled),
            disabled_at: at(disabled),
            disabled_by: by(disabled),
            rotated_at: at(rotated),
            rotated_by: by(rotated),
            kind: token.kind.as_str().into(),
            membership_id: token.membership.map(key),
            tail: token.tail.clone(),
            hmac_scope: token.hmac_scope.map(|scope| scope.as_str().into()),
            scopes: token.scopes.join(" "),
            audience: token.audience.join(" "),
        }
    }
}

/// The digests of a token's secrets.
pub(super) fn digests(
    place: Place<TokenId>,
    current: Vec<u8>,
    previous: Option<Vec<u8>>,
    until: Option<i64>,
) -> Result<TokenDigests, StoreError> {
    let previous = match (previous, until) {
        (None, None) => None,
        (Some(digest), Some(until)) => {
            Some((place.digest("previous_digest", digest)?, Timestamp::from_millis(until)))
        }
        _ => return Err(place.corrupt("previous_digest")),
    };
    Ok(TokenDigests { current: place.digest("digest", current)?, previous })
}

/// What a key acts on.
pub(super) fn hmac_scope(
    place: Place<TokenId>,
    stored: Option<String>,
) -> Result<Option<HmacScope>, StoreError> {
    stored.map(|text| place.known("hmac_scope", HmacScope::parse(&text))).transpose()
}

/// Texts without blanks in them, which are stored in one column.
fn words(stored: &str) -> Vec<String> {
    stored.split_whitespace().map(str::to_owned).collect()
}

impl StoredToken {
    /// The token with its modules and its last use.
    pub(super) fn with(
        self,
        modules: BTreeSet<ModuleId>,
        last_access_at: Option<i64>,
    ) -> Result<ApiToken, StoreError> {
        let place = Place::<TokenId>::new("api_tokens", self.id);
        Ok(ApiToken {
            id: place.id("id", self.id)?,
            revision: place.count("revision", self.revision)?,
            account: place.id("account_id", self.account_id)?,
            kind: place.known("kind", TokenKind::parse(&self.kind))?,
            membership: place.id_or_none("membership_id", self.membership_id)?,
            hmac_scope: hmac_scope(place, self.hmac_scope)?,
            scopes: words(&self.scopes),
            audience: words(&self.audience),
            tail: self.tail,
            state: place.known("state", TokenState::parse(&self.state))?,
            name: TokenName::from_stored(self.name),
            description: self.description.map(Prose::from_stored),
            icon: self.icon.map(LocalPath::from_stored),
            modules,
            digests: digests(place, self.digest, self.previous_digest, self.previous_until)?,
            sealed: self.sealed,
            is_retrievable: self.is_retrievable,
            holder: place.id_or_none("holder_id", self.holder_id)?,
            creator: place.actor("creator", self.creator)?,
            expires_at: moment(self.expires_at),
            last_access_at: moment(last_access_at),
            stamps: TokenStamps {
                created: place.stamp("created_by", self.created_at, self.created_by)?,
                updated: place.stamp("updated_by", self.updated_at, self.updated_by)?,
                enabled: place.stamp("enabled_by", self.enabled_at, self.enabled_by)?,
                disabled: place.stamp("disabled_by", self.disabled_at, self.disabled_by)?,
                rotated: place.stamp("rotated_by", self.rotated_at, self.rotated_by)?,
            },
        })
    }
}
