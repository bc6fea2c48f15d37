//! Operations on buyers.

use identity_core::buyer::{self, BuyerInput, BuyerVerb, BuyerView};
use identity_core::id::BuyerId;
use identity_core::port::Reading;

use super::{body, view};
use crate::http::answer::{Reply, render};
use crate::http::body::{Body, Need};
use crate::http::context::Context;
use crate::http::list;
use crate::http::route::Answer;
use crate::http::select::Selection;

/// `GET /accounts/buyers`
pub(crate) async fn list(cx: Context) -> Answer {
    let list::List { query, selection, position, .. } = cx.list(&view::SHAPE)?;
    let wants = view::wants(&selection);
    let page = cx.read(Reading::Scan, move |tx, call| buyer::list(tx, call, &query, &wants)).await?;
    list::page(&cx, &view::SHAPE, &selection, &position, &page, view::write)
}

/// `GET /accounts/buyers/{id}`
pub(crate) async fn get(cx: Context) -> Answer {
    let id: BuyerId = cx.id(0)?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).unwrap_or_default();
    let buyer = cx.read(Reading::Snapshot, move |tx, call| buyer::get(tx, call, id, &wants)).await?;
    cx.send(shown(&selection?, &buyer))
}

/// `GET /accounts/buyers/{id}/icon`
pub(crate) async fn icon(cx: Context) -> Answer {
    let id: BuyerId = cx.id(0)?;
    let icon = cx.read(Reading::Snapshot, move |tx, call| buyer::icon(tx, call, id)).await?;
    cx.icon(id, icon)
}

/// `POST /accounts/buyers`
pub(crate) async fn create(mut cx: Context) -> Answer {
    let body = cx.form(&body::FORM, body::read_with).await?;
    cx.change(cx.selection(&view::SHAPE), body, |tx, call, input, selection| {
        let buyer = buyer::create(tx, call, input)?;
        let buyer = buyer::view(tx, call, buyer, &view::wants(selection))?;
        Ok(shown(selection, &buyer).created(buyer.buyer.id))
    })
    .await
}

/// `PUT /accounts/buyers/{id}`
pub(crate) async fn update(mut cx: Context) -> Answer {
    let id: BuyerId = cx.id(0)?;
    let body = cx.form(&body::FORM, body::read_with).await?;
    cx.change(cx.selection(&view::SHAPE), body, move |tx, call, input, selection| {
        let buyer = buyer::update(tx, call, id, input)?;
        Ok(shown(selection, &buyer::view(tx, call, buyer, &view::wants(selection))?))
    })
    .await
}

/// `DELETE /accounts/buyers/{id}`
pub(crate) async fn delete(cx: Context) -> Answer {
    let id: BuyerId = cx.id(0)?;
    cx.remove(move |tx, call| buyer::delete(tx, call, id)).await
}

/// `POST /accounts/buyers/{id}/validate`
pub(crate) async fn validate(mut cx: Context) -> Answer {
    let id: BuyerId = cx.id(0)?;
    let body = cx.body(Need::Optional, body::read).await?;
    cx.try_out(cx.selection(&view::SHAPE), body, move |tx, call, input, selection| {
        let buyer = buyer::validate(tx, call, id, input)?;
        Ok(shown(selection, &buyer::view(tx, call, buyer, &view::wants(selection))?))
    })
    .await
}

/// `POST /accounts/buyers/{id}/transfer`
pub(crate) async fn transfer(mut cx: Context) -> Answer {
    let id: BuyerId = cx.id(0)?;
    let body = cx.body(Need::Required, body::receiver).await?;
    cx.change(cx.selection(&view::SHAPE), body, move |tx, call, account, selection| {
        let buyer = buyer::transfer(tx, call, id, account)?;
        Ok(shown(selection, &buyer::view(tx, call, buyer, &view::wants(selection))?))
    })
    .await
}

/// `POST /accounts/buyers/{id}/activate`
pub(crate) async fn activate(mut cx: Context) -> Answer {
    let body = cx.body(Need::Optional, body::read).await?;
    steer(cx, BuyerVerb::Activate, body).await
}

/// `POST /accounts/buyers/{id}/deactivate`
pub(crate) async fn deactivate(mut cx: Context) -> Answer {
    let body = cx.no_body().await?;
    steer(cx, BuyerVerb::Deactivate, body).await
}

/// `POST /accounts/buyers/{id}/disable`
pub(crate) async fn disable(mut cx: Context) -> Answer {
    let body = cx.no_body().await?;
    steer(cx, BuyerVerb::Disable, body).await
}

/// `POST /accounts/buyers/{id}/enable`
pub(crate) async fn enable(mut cx: Context) -> Answer {
    let body = cx.no_body().await?;
    steer(cx, BuyerVerb::Enable, body).await
}

async fn steer(cx: Context, verb: BuyerVerb, body: Body<BuyerInput>) -> Answer {
    let id: BuyerId = cx.id(0)?;
    cx.change(cx.selection(&view::SHAPE), body, move |tx, call, input, selection| {
        let buyer = buyer::steer(tx, call, id, verb, input)?;
        Ok(shown(selection, &buyer::view(tx, call, buyer, &view::wants(selection))?))
    })
    .await
}

fn shown(selection: &Selection, buyer: &BuyerView) -> Reply {
    Reply::shown(buyer.buyer.tag(), render(selection, |o| view::write(o, buyer)))
}
