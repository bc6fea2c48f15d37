//! All tokens of one account, whatever their kind (P-R7, P-R36).

use diesel::prelude::*;
use identity_core::api_token::ApiToken;
use identity_core::id::AccountId;
use identity_core::timestamp::Timestamp;

use super::parts;
use super::row::StoredToken;
use crate::any::AnyConnection;
use crate::condition::LiveToken;
use crate::error::Fault;
use crate::row::key;
use crate::schema::api_tokens;

/// A part of the tokens that are not deleted, by identifier, and how many there are.
pub(super) fn page(
    any: &mut AnyConnection,
    account: AccountId,
    limit: u32,
    offset: u64,
) -> Result<(Vec<ApiToken>, u64), Fault> {
    let own = || api_tokens::table.filter(api_tokens::account_id.eq(key(account))).filter(LiveToken);
    let total = own().count().get_result::<i64>(any)?;
    let rows = own()
        .order(api_tokens::id)
        .limit(limit.into())
        .offset(i64::try_from(offset).unwrap_or(i64::MAX))
        .load::<StoredToken>(any)?;
    Ok((parts::complete_all(any, rows)?, u64::try_from(total).unwrap_or_default()))
}

/// How many are neither deleted nor over.
pub(super) fn live_count(any: &mut AnyConnection, account: AccountId, now: Timestamp) -> Result<u64, Fault> {
    let lasts = api_tokens::expires_at.is_null().or(api_tokens::expires_at.gt(now.millis()));
    let own =
        api_tokens::table.filter(api_tokens::account_id.eq(key(account))).filter(LiveToken).filter(lasts);
    let count = own.count().get_result::<i64>(any)?;
    Ok(u64::try_from(count).unwrap_or_default())
}
