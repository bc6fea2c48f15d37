//! Operations on people.

use actix_web::HttpResponse;
use identity_core::Error;
use identity_core::id::UserId;
use identity_core::port::Reading;
use identity_core::user::{self, UserVerb, UserView};

use super::{body, view};
use crate::http::answer::{Cache, gone, ok, render};
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::identicon;
use crate::http::list::{self, Position};
use crate::http::route::Answer;
use crate::http::select::Selection;

/// `GET /accounts/users`
pub(crate) async fn list(cx: Context) -> Answer {
    let list::List { query, selection, .. } = cx.list(&view::SHAPE)?;
    let (position, wants) = (Position::from(&query), view::wants(&selection));
    let page = cx.read(Reading::Scan, move |tx, call| user::list(tx, call, &query, &wants)).await?;
    Ok(list::page(&view::SHAPE, &selection, &position, &page, view::write))
}

/// `GET /accounts/users/{id}`
pub(crate) async fn get(cx: Context) -> Answer {
    let id: UserId = cx.id(0)?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).unwrap_or_default();
    let user = cx.read(Reading::Snapshot, move |tx, call| user::get(tx, call, id, &wants)).await?;
    Ok(shown(&selection?, &user))
}

/// `GET /accounts/users/{id}/icon`
pub(crate) async fn icon(cx: Context) -> Answer {
    let id = visible(&cx).await?;
    Ok(identicon::answer(id))
}

/// `GET` and `POST /accounts/users/{id}/sso` and `…/sso-check`: no identity provider can be configured, so no
/// domain has one.
pub(crate) async fn sso(cx: Context) -> Answer {
    visible(&cx).await?;
    Ok(ok(b"{\"status\":\"disabled\"}".to_vec(), Cache::Private))
}

async fn visible(cx: &Context) -> Result<UserId, Error> {
    let id: UserId = cx.id(0)?;
    cx.read(Reading::Point, move |tx, call| user::visible(tx, call, id).map(drop)).await?;
    Ok(id)
}

/// `PUT /accounts/users/{id}`
pub(crate) async fn update(mut cx: Context) -> Answer {
    let id: UserId = cx.id(0)?;
    let body = cx.body(Need::Required, body::read).await?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).map_err(Error::clone);
    let user = cx
        .write_with(body, move |tx, call, input| {
            let user = user::update(tx, call, id, input)?;
            user::view(tx, call, user, &wants.clone()?)
        })
        .await?;
    Ok(shown(&selection?, &user))
}

/// `DELETE /accounts/users/{id}`
pub(crate) async fn delete(cx: Context) -> Answer {
    let id: UserId = cx.id(0)?;
    cx.write(move |tx, call| user::delete(tx, call, id)).await?;
    Ok(gone())
}

/// `POST /accounts/users/{id}/block`
pub(crate) async fn block(cx: Context) -> Answer {
    steer(cx, UserVerb::Block).await
}

/// `POST /accounts/users/{id}/unblock`
pub(crate) async fn unblock(cx: Context) -> Answer {
    steer(cx, UserVerb::Unblock).await
}

async fn steer(cx: Context, verb: UserVerb) -> Answer {
    let id: UserId = cx.id(0)?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).map_err(Error::clone);
    let user = cx
        .write(move |tx, call| {
            let user = user::block(tx, call, id, verb)?;
            user::view(tx, call, user, &wants.clone()?)
        })
        .await?;
    Ok(shown(&selection?, &user))
}

/// The answer that shows one person.
pub(super) fn shown(selection: &Selection, user: &UserView) -> HttpResponse {
    ok(render(selection, |o| view::write(o, user)), Cache::Private)
}
