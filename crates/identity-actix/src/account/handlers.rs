//! Operations on accounts.

use identity_core::account::{self, AccountInput, AccountVerb, AccountView};
use identity_core::id::AccountId;
use identity_core::port::Reading;
use identity_core::state::Repeat;

use super::{body, view};
use crate::http::answer::{Reply, render};
use crate::http::body::{Body, Need};
use crate::http::context::Context;
use crate::http::list;
use crate::http::route::Answer;
use crate::http::select::Selection;

/// `GET /accounts/accounts`
pub(crate) async fn list(cx: Context) -> Answer {
    let list::List { query, selection, position, .. } = cx.list(&view::SHAPE)?;
    let wants = view::wants(&selection);
    let page = cx.read(Reading::Scan, move |tx, call| account::list(tx, call, &query, &wants)).await?;
    list::page(&cx, &view::SHAPE, &selection, &position, &page, view::write)
}

/// `GET /accounts/accounts/{id}`
pub(crate) async fn get(cx: Context) -> Answer {
    let id: AccountId = cx.id(0)?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).unwrap_or_default();
    let account = cx.read(Reading::Snapshot, move |tx, call| account::get(tx, call, id, &wants)).await?;
    cx.send(shown(&selection?, &account))
}

/// `GET /accounts/accounts/{id}/icon`
pub(crate) async fn icon(cx: Context) -> Answer {
    let id: AccountId = cx.id(0)?;
    let icon = cx.read(Reading::Snapshot, move |tx, call| account::icon(tx, call, id)).await?;
    cx.icon(id, icon)
}

/// `POST /accounts/accounts`
pub(crate) async fn create(mut cx: Context) -> Answer {
    let body = cx.form(&body::FORM, body::read_with).await?;
    cx.change(cx.selection(&view::SHAPE), body, |tx, call, input, selection| {
        let account = account::create(tx, call, input)?;
        let account = account::view(tx, call, account, &view::wants(selection))?;
        Ok(shown(selection, &account).created(account.account.id))
    })
    .await
}

/// `PUT /accounts/accounts/{id}`
pub(crate) async fn update(mut cx: Context) -> Answer {
    let id: AccountId = cx.id(0)?;
    let body = cx.form(&body::FORM, body::read_with).await?;
    cx.change(cx.selection(&view::SHAPE), body, move |tx, call, input, selection| {
        let account = account::update(tx, call, id, input)?;
        Ok(shown(selection, &account::view(tx, call, account, &view::wants(selection))?))
    })
    .await
}

/// `POST /accounts/accounts/{id}/validate`
pub(crate) async fn validate(mut cx: Context) -> Answer {
    let id: AccountId = cx.id(0)?;
    let body = cx.body(Need::Optional, body::read).await?;
    cx.try_out(cx.selection(&view::SHAPE), body, move |tx, call, input, selection| {
        let account = account::validate(tx, call, id, input)?;
        Ok(shown(selection, &account::view(tx, call, account, &view::wants(selection))?))
    })
    .await
}

/// `POST /accounts/accounts/{id}/activate`
pub(crate) async fn activate(mut cx: Context) -> Answer {
    let body = cx.body(Need::Optional, body::read).await?;
    steer(cx, AccountVerb::Activate, body).await
}

/// `POST /accounts/accounts/{id}/deactivate`
pub(crate) async fn deactivate(mut cx: Context) -> Answer {
    let body = cx.no_body().await?;
    steer(cx, AccountVerb::Deactivate, body).await
}

/// `POST /accounts/accounts/{id}/disable`
pub(crate) async fn disable(mut cx: Context) -> Answer {
    let body = cx.no_body().await?;
    steer(cx, AccountVerb::Disable, body).await
}

/// `POST /accounts/accounts/{id}/enable`
pub(crate) async fn enable(mut cx: Context) -> Answer {
    let body = cx.no_body().await?;
    steer(cx, AccountVerb::Enable, body).await
}

async fn steer(cx: Context, verb: AccountVerb, body: Body<AccountInput>) -> Answer {
    let id: AccountId = cx.id(0)?;
    cx.change(cx.selection(&view::SHAPE), body, move |tx, call, input, selection| {
        let account = account::steer(tx, call, id, verb, input, Repeat::Refuse)?;
        Ok(shown(selection, &account::view(tx, call, account, &view::wants(selection))?))
    })
    .await
}

fn shown(selection: &Selection, account: &AccountView) -> Reply {
    Reply::shown(account.account.tag(), render(selection, |o| view::write(o, account)))
}
