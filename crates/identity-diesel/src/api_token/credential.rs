//! All that authentication by a token needs, in one statement, so that a point read is consistent.

use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Binary, Nullable};
use identity_core::account::{AccountKind, AccountStatus};
use identity_core::api_token::{TokenCredential, TokenKind, TokenState};
use identity_core::id::TokenId;
use identity_core::value::{Text, TokenName};

use super::row::{digests, hmac_scope};
use crate::any::AnyConnection;
use crate::error::Fault;
use crate::row::{Place, key, moment};
use crate::schema::{accounts, api_token_modules, api_token_uses, api_tokens};
use crate::sql::{Literal, Select, Sql};

/// One row per module, or a single one without.
#[derive(Queryable)]
struct Found {
    name: String,
    kind: String,
    membership: Option<i64>,
    hmac_scope: Option<String>,
    sealed: Option<Vec<u8>>,
    holder: Option<i64>,
    state: String,
    digest: Vec<u8>,
    previous_digest: Option<Vec<u8>>,
    previous_until: Option<i64>,
    expires_at: Option<i64>,
    account: i64,
    account_kind: String,
    account_name: String,
    account_status: String,
    last_access_at: Option<i64>,
    module: Option<i64>,
    unusable_ancestors: i64,
}

/// How many ancestors of the account are not usable (R8); most accounts have none, and then nothing is searched.
const UNUSABLE_ANCESTORS: Literal<BigInt> = Literal::new(
    "(CASE WHEN accounts.parent_id IS NULL THEN 0 ELSE (WITH RECURSIVE up (above, status, level) AS (\
     SELECT p.parent_id, p.status, 1 FROM accounts p WHERE p.id = accounts.parent_id \
     UNION ALL SELECT p.parent_id, p.status, up.level + 1 FROM up JOIN accounts p ON p.id = up.above \
     WHERE up.level < 8) SELECT COUNT(*) FROM up WHERE up.status NOT IN ('Enabled', 'Active')) END)",
);

/// The secret of a key; the sealed values of bearers stay where they are.
const SEALED_SECRET: Literal<Nullable<Binary>> =
    Literal::new("(CASE WHEN api_tokens.kind = 'hmac' THEN api_tokens.sealed END)");

/// The token's modules are bounded by those of its account's default group (R5).
const FROM: &str = " FROM api_tokens JOIN accounts ON accounts.id = api_tokens.account_id \
    LEFT JOIN api_token_uses ON api_token_uses.token_id = api_tokens.id \
    LEFT JOIN api_token_modules ON api_token_modules.token_id = api_tokens.id AND EXISTS (\
    SELECT 1 FROM groups g JOIN group_modules b ON b.group_id = g.id \
    WHERE g.account_id = api_tokens.account_id AND g.kind = 'Administrators' \
    AND b.module_id = api_token_modules.module_id) WHERE api_tokens.id = ";

fn load(any: &mut AnyConnection, id: TokenId) -> QueryResult<Vec<Found>> {
    let columns = (
        api_tokens::name,
        api_tokens::kind,
        api_tokens::membership_id,
        api_tokens::hmac_scope,
        SEALED_SECRET,
        api_tokens::holder_id,
        api_tokens::state,
        api_tokens::digest,
        api_tokens::previous_digest,
        api_tokens::previous_until,
        api_tokens::expires_at,
        api_tokens::account_id,
        accounts::kind,
        accounts::name,
        accounts::status,
        api_token_uses::last_access_at.nullable(),
        api_token_modules::module_id.nullable(),
        UNUSABLE_ANCESTORS,
    );
    let mut rest = Sql::new(FROM);
    rest.bind(key(id));
    Select { columns, rest, is_kept: true }.load(any)
}

/// The credential; `None` for an unknown token.
pub(super) fn find(any: &mut AnyConnection, id: TokenId) -> Result<Option<TokenCredential>, Fault> {
    let rows = load(any, id)?;
    let place = Place::<TokenId>::new("api_tokens", key(id));
    let modules: Vec<_> = rows
        .iter()
        .filter_map(|row| row.module)
        .map(|module| place.id("module_id", module))
        .collect::<Result<_, _>>()?;
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    let status = place.known("account_status", AccountStatus::parse(&row.account_status))?;
    let is_usable = matches!(status, AccountStatus::Enabled | AccountStatus::Active);
    Ok(Some(TokenCredential {
        id,
        name: TokenName::from_stored(row.name),
        kind: place.known("kind", TokenKind::parse(&row.kind))?,
        membership: place.id_or_none("membership_id", row.membership)?,
        hmac_scope: hmac_scope(place, row.hmac_scope)?,
        sealed: row.sealed,
        holder: place.id_or_none("holder_id", row.holder)?,
        state: place.known("state", TokenState::parse(&row.state))?,
        digests: digests(place, row.digest, row.previous_digest, row.previous_until)?,
        expires_at: moment(row.expires_at),
        account: place.id("account_id", row.account)?,
        account_kind: place.known("account_kind", AccountKind::parse(&row.account_kind))?,
        account_name: Text::from_stored(row.account_name),
        is_account_usable: is_usable && row.unusable_ancestors == 0,
        modules,
        last_access_at: moment(row.last_access_at),
    }))
}
