//! Operations on API tokens.

use actix_web::HttpResponse;
use identity_core::Error;
use identity_core::api_token::{self, TokenVerb, TokenView};
use identity_core::id::TokenId;
use identity_core::port::Reading;
use identity_core::secret::Secret;
use identity_core::state::Repeat;

use super::{body, secret, view};
use crate::http::answer::{Cache, gone, ok, render};
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::list::{self, Position};
use crate::http::route::Answer;
use crate::http::select::Selection;

/// `GET /accounts/api-tokens`
pub(crate) async fn list(cx: Context) -> Answer {
    let list::List { query, selection, .. } = cx.list(&view::SHAPE)?;
    let (position, wants) = (Position::from(&query), view::wants(&selection));
    let page = cx.read(Reading::Scan, move |tx, call| api_token::list(tx, call, &query, &wants)).await?;
    Ok(list::page(&view::SHAPE, &selection, &position, &page, |o, token| view::write(o, token, None)))
}

/// `GET /accounts/api-tokens/{id}`
pub(crate) async fn get(cx: Context) -> Answer {
    let id: TokenId = cx.id(0)?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).unwrap_or_default();
    let read = cx.read(Reading::Snapshot, move |tx, call| api_token::get(tx, call, id, &wants));
    let (token, selection) = (read.await?, selection?);
    let value = secret::shown(&cx, &selection, &token).await?;
    Ok(shown(&selection, &token, value.as_ref()))
}

/// `POST /accounts/api-tokens`
pub(crate) async fn create(mut cx: Context) -> Answer {
    let body = cx.body(Need::Required, body::read).await?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).map_err(Error::clone);
    let (token, value) = cx
        .write_with(body, move |tx, call, input| {
            let (token, value) = api_token::create(tx, call, input)?;
            Ok((api_token::view(tx, call, token, &wants.clone()?)?, value))
        })
        .await?;
    let body = rendered(&selection?, &token, Some(&value));
    Ok(cx.created(token.token.id, body, Cache::Never))
}

/// `PUT /accounts/api-tokens/{id}`
pub(crate) async fn update(mut cx: Context) -> Answer {
    let id: TokenId = cx.id(0)?;
    let body = cx.body(Need::Required, body::read).await?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).map_err(Error::clone);
    let token = cx
        .write_with(body, move |tx, call, input| {
            let token = api_token::update(tx, call, id, input)?;
            api_token::view(tx, call, token, &wants.clone()?)
        })
        .await?;
    Ok(shown(&selection?, &token, None))
}

/// `POST /accounts/api-tokens/{id}/rotate`
pub(crate) async fn rotate(mut cx: Context) -> Answer {
    let id: TokenId = cx.id(0)?;
    let body = cx.body(Need::Optional, body::grace).await?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).map_err(Error::clone);
    let (token, value) = cx
        .write_with(body, move |tx, call, grace| {
            let (token, value) = api_token::rotate(tx, call, id, grace)?;
            Ok((api_token::view(tx, call, token, &wants.clone()?)?, value))
        })
        .await?;
    Ok(shown(&selection?, &token, Some(&value)))
}

/// `POST /accounts/api-tokens/{id}/disable`
pub(crate) async fn disable(cx: Context) -> Answer {
    steer(cx, TokenVerb::Disable).await
}

/// `POST /accounts/api-tokens/{id}/enable`
pub(crate) async fn enable(cx: Context) -> Answer {
    steer(cx, TokenVerb::Enable).await
}

async fn steer(cx: Context, verb: TokenVerb) -> Answer {
    let id: TokenId = cx.id(0)?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).map_err(Error::clone);
    let token = cx
        .write(move |tx, call| {
            let token = api_token::steer(tx, call, id, verb, Repeat::Refuse)?;
            api_token::view(tx, call, token, &wants.clone()?)
        })
        .await?;
    Ok(shown(&selection?, &token, None))
}

/// `DELETE /accounts/api-tokens/{id}`
pub(crate) async fn delete(cx: Context) -> Answer {
    let id: TokenId = cx.id(0)?;
    cx.write(move |tx, call| api_token::delete(tx, call, id)).await?;
    Ok(gone())
}

fn shown(selection: &Selection, token: &TokenView, value: Option<&Secret>) -> HttpResponse {
    let cache = if value.is_some() { Cache::Never } else { Cache::Private };
    ok(rendered(selection, token, value), cache)
}

fn rendered(selection: &Selection, token: &TokenView, value: Option<&Secret>) -> Vec<u8> {
    render(selection, |o| view::write(o, token, value.map(Secret::expose)))
}
