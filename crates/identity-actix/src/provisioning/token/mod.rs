//! `/v2/accounts/{accountName}/tokens`, also `/ws/accounts/{accountName}/credentials/tokens` (provisioning.md §2.1).

mod view;

use identity_core::api_token::TokenVerb;
use identity_core::domain::token::{self, TokenInput};
use identity_core::port::Reading;

use super::answer::{gone, object};
use super::list::array;
use crate::http::body::{Members, Need};
use crate::http::context::Context;
use crate::http::route::Answer;

/// Members of a new token.
const KNOWN: [&str; 9] = [
    "name",
    "user",
    "audience",
    "scopes",
    "scope",
    "expiration",
    "expires_in_seconds",
    "token_type",
    "hmac_scope",
];

/// `GET …`
pub(super) async fn list(cx: Context) -> Answer {
    let (account, window) = (cx.decoded(0)?, cx.window()?);
    let (tokens, total) =
        cx.read(Reading::Snapshot, move |tx, call| token::list(tx, call, &account, window)).await?;
    Ok(array(&tokens, total, view::token))
}

/// `GET …/{tokenId}`
pub(super) async fn get(cx: Context) -> Answer {
    let (account, id) = (cx.decoded(0)?, cx.decoded(1)?);
    let shown = {
        let (account, id) = (account.clone(), id.clone());
        cx.read(Reading::Snapshot, move |tx, call| token::get(tx, call, &account, &id)).await?
    };
    let shown = if shown.is_revealable {
        cx.write(move |tx, call| token::reveal(tx, call, &account, &id)).await?
    } else {
        shown
    };
    Ok(object(|o| view::with_value(o, &shown)))
}

/// `POST …`
pub(super) async fn create(mut cx: Context) -> Answer {
    let account = cx.decoded(0)?;
    let read = |m: &mut Members| TokenInput {
        name: m.text("name"),
        user: m.text("user"),
        audience: m.texts("audience"),
        scopes: m.texts("scopes"),
        scope: m.texts("scope"),
        expiration: m.text("expiration"),
        expires_in_secs: m.integer("expires_in_seconds"),
        token_type: m.text("token_type"),
        hmac_scope: m.text("hmac_scope"),
    };
    let (sent, told) = cx.turn(Need::Required, &KNOWN, read).await?.split();
    let (token, value) = cx
        .write(move |tx, call| token::create(tx, call, &account, sent.as_ref().map_err(Clone::clone)))
        .await
        .map_err(told)?;
    Ok(object(|o| view::made(o, &token, &value)))
}

/// `PUT …/{tokenId}/enable`
pub(super) async fn enable(cx: Context) -> Answer {
    steer(cx, TokenVerb::Enable).await
}

/// `PUT …/{tokenId}/disable`
pub(super) async fn disable(cx: Context) -> Answer {
    steer(cx, TokenVerb::Disable).await
}

async fn steer(cx: Context, verb: TokenVerb) -> Answer {
    let (account, id) = (cx.decoded(0)?, cx.decoded(1)?);
    let token = cx.write(move |tx, call| token::steer(tx, call, &account, &id, verb)).await?;
    Ok(object(|o| view::token(o, &token)))
}

/// `PUT …/{tokenId}/rename`
pub(super) async fn rename(mut cx: Context) -> Answer {
    let (account, id) = (cx.decoded(0)?, cx.decoded(1)?);
    let (name, told) = cx.turn(Need::Optional, &["name"], |m| m.text("name")).await?.split();
    let token = cx
        .write(move |tx, call| token::rename(tx, call, &account, &id, name.as_ref().map_err(Clone::clone)))
        .await
        .map_err(told)?;
    Ok(object(|o| view::token(o, &token)))
}

/// `DELETE …/{tokenId}`
pub(super) async fn delete(cx: Context) -> Answer {
    let (account, id) = (cx.decoded(0)?, cx.decoded(1)?);
    cx.write(move |tx, call| token::delete(tx, call, &account, &id)).await?;
    Ok(gone())
}
