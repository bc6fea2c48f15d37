//! Operations on API tokens.

use identity_core::api_token::{self, TokenVerb, TokenView};
use identity_core::id::TokenId;
use identity_core::port::Reading;
use identity_core::secret::Secret;
use identity_core::state::Repeat;

use super::{body, secret, view};
use crate::http::answer::{Reply, render};
use crate::http::body::{Body, Need};
use crate::http::context::Context;
use crate::http::list;
use crate::http::route::Answer;
use crate::http::select::Selection;
use crate::http::writer::Object;

/// `GET /accounts/api-tokens`
pub(crate) async fn list(cx: Context) -> Answer {
    let list::List { query, selection, position, .. } = cx.list(&view::SHAPE)?;
    let wants = view::wants(&selection);
    let page = cx.read(Reading::Scan, move |tx, call| api_token::list(tx, call, &query, &wants)).await?;
    list::page(&cx, &view::SHAPE, &selection, &position, &page, |o, token| view::write(o, token, None))
}

/// `GET /accounts/api-tokens/{id}`
pub(crate) async fn get(cx: Context) -> Answer {
    let id: TokenId = cx.id(0)?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).unwrap_or_default();
    let read = cx.read(Reading::Snapshot, move |tx, call| api_token::get(tx, call, id, &wants));
    let (token, selection) = (read.await?, selection?);
    // Whoever has this state already is shown nothing, so no secret is read for them (R38).
    if let Some(unchanged) = cx.unchanged(token.token.tag())? {
        return Ok(unchanged);
    }
    let value = secret::shown(&cx, &selection, &token).await?;
    cx.send(shown(&selection, &token, value.as_ref()))
}

/// `POST /accounts/api-tokens`
pub(crate) async fn create(mut cx: Context) -> Answer {
    let body = cx.body(Need::Required, body::read).await?;
    cx.change(cx.selection(&view::SHAPE), body, |tx, call, input, selection| {
        let (token, value) = api_token::create(tx, call, input)?;
        let token = api_token::view(tx, call, token, &view::wants(selection))?;
        Ok(shown(selection, &token, Some(&value)).created(token.token.id))
    })
    .await
}

/// `PUT /accounts/api-tokens/{id}`
pub(crate) async fn update(mut cx: Context) -> Answer {
    let id: TokenId = cx.id(0)?;
    let body = cx.body(Need::Required, body::read).await?;
    cx.change(cx.selection(&view::SHAPE), body, move |tx, call, input, selection| {
        let token = api_token::update(tx, call, id, input)?;
        let token = api_token::view(tx, call, token, &view::wants(selection))?;
        Ok(shown(selection, &token, None))
    })
    .await
}

/// `POST /accounts/api-tokens/{id}/rotate`
pub(crate) async fn rotate(mut cx: Context) -> Answer {
    let id: TokenId = cx.id(0)?;
    let body = cx.body(Need::Optional, body::grace).await?;
    cx.change(cx.selection(&view::SHAPE), body, move |tx, call, grace, selection| {
        let (token, value) = api_token::rotate(tx, call, id, grace)?;
        let token = api_token::view(tx, call, token, &view::wants(selection))?;
        Ok(shown(selection, &token, Some(&value)))
    })
    .await
}

/// `POST /accounts/api-tokens/{id}/disable`
pub(crate) async fn disable(cx: Context) -> Answer {
    steer(cx, TokenVerb::Disable).await
}

/// `POST /accounts/api-tokens/{id}/enable`
pub(crate) async fn enable(cx: Context) -> Answer {
    steer(cx, TokenVerb::Enable).await
}

async fn steer(mut cx: Context, verb: TokenVerb) -> Answer {
    let id: TokenId = cx.id(0)?;
    let body: Body<()> = cx.no_body().await?;
    cx.change(cx.selection(&view::SHAPE), body, move |tx, call, _, selection| {
        let token = api_token::steer(tx, call, id, verb, Repeat::Refuse)?;
        let token = api_token::view(tx, call, token, &view::wants(selection))?;
        Ok(shown(selection, &token, None))
    })
    .await
}

/// `DELETE /accounts/api-tokens/{id}`
pub(crate) async fn delete(cx: Context) -> Answer {
    let id: TokenId = cx.id(0)?;
    cx.remove(move |tx, call| api_token::delete(tx, call, id)).await
}

fn shown(selection: &Selection, token: &TokenView, value: Option<&Secret>) -> Reply {
    let render = |value| render(selection, |o: &mut Object| view::write(o, token, value));
    let secret = value.map(|value| render(Some(value.expose())));
    Reply::shown(token.token.tag(), render(None)).with_secret(secret)
}
