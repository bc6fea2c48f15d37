//! The modules and last uses of tokens.

use std::collections::BTreeMap;

use diesel::prelude::*;
use identity_core::api_token::ApiToken;
use identity_core::id::{ModuleId, TokenId};
use identity_core::timestamp::Timestamp;

use super::row::StoredToken;
use crate::any::AnyConnection;
use crate::dialect::{Kept, LaterUse, or, padded};
use crate::error::Fault;
use crate::links::{Links, difference};
use crate::row::{key, keys};
use crate::schema::{api_token_modules, api_token_uses};

fn modules(any: &mut AnyConnection, ids: Vec<i64>) -> Result<Links<ModuleId>, Fault> {
    let pairs = api_token_modules::table.filter(api_token_modules::token_id.eq_any(padded(ids)));
    let pairs = Kept(pairs).load::<(i64, i64)>(any)?;
    Ok(Links::new::<TokenId>("api_token_modules", "module_id", pairs)?)
}

fn uses(any: &mut AnyConnection, ids: Vec<i64>) -> Result<BTreeMap<i64, i64>, Fault> {
    let uses = api_token_uses::table.filter(api_token_uses::token_id.eq_any(padded(ids)));
    Ok(Kept(uses).load::<(i64, i64)>(any)?.into_iter().collect())
}

/// The tokens with their modules and last uses, in the same order.
pub(super) fn complete_all(any: &mut AnyConnection, rows: Vec<StoredToken>) -> Result<Vec<ApiToken>, Fault> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let uses = uses(any, ids.clone())?;
    let mut modules = modules(any, ids)?;
    let complete = |row: StoredToken| {
        let (modules, last) = (modules.take(row.id), uses.get(&row.id).copied());
        Ok(row.with(modules, last)?)
    };
    rows.into_iter().map(complete).collect()
}

/// The token with its modules and last use.
pub(super) fn complete(any: &mut AnyConnection, row: Option<StoredToken>) -> Result<Option<ApiToken>, Fault> {
    Ok(complete_all(any, row.into_iter().collect())?.pop())
}

/// Stores modules of a token.
pub(super) fn add_modules(any: &mut AnyConnection, token: i64, new: &[ModuleId]) -> Result<(), Fault> {
    for id in keys(new) {
        let pair = (api_token_modules::token_id.eq(token), api_token_modules::module_id.eq(id));
        diesel::insert_into(api_token_modules::table).values(pair).execute(any)?;
    }
    Ok(())
}

/// Brings the stored modules up to date.
pub(super) fn replace_modules(any: &mut AnyConnection, token: &ApiToken) -> Result<(), Fault> {
    let id = key(token.id);
    let (gone, new) = difference(&modules(any, vec![id])?.take(id), &token.modules);
    for module in gone {
        diesel::delete(api_token_modules::table.find((id, key(module)))).execute(any)?;
    }
    add_modules(any, id, &new)
}

/// Notes a use, unless a later one is noted.
pub(super) fn note_use(any: &mut AnyConnection, token: TokenId, at: Timestamp) -> Result<(), Fault> {
    let row = (api_token_uses::token_id.eq(key(token)), api_token_uses::last_access_at.eq(at.millis()));
    or(LaterUse, diesel::insert_into(api_token_uses::table).values(row)).execute(any)?;
    Ok(())
}
