//! Operations on people.

use identity_core::id::UserId;
use identity_core::port::Reading;
use identity_core::user::{self, UserVerb, UserView};

use super::{body, view};
use crate::http::answer::{Reply, render};
use crate::http::body::Body;
use crate::http::context::Context;
use crate::http::list;
use crate::http::route::Answer;
use crate::http::select::Selection;

/// `GET /accounts/users`
pub(crate) async fn list(cx: Context) -> Answer {
    let list::List { query, selection, position, .. } = cx.list(&view::SHAPE)?;
    let wants = view::wants(&selection);
    let page = cx.read(Reading::Scan, move |tx, call| user::list(tx, call, &query, &wants)).await?;
    list::page(&cx, &view::SHAPE, &selection, &position, &page, view::write)
}

/// `GET /accounts/users/{id}`
pub(crate) async fn get(cx: Context) -> Answer {
    let id: UserId = cx.id(0)?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).unwrap_or_default();
    let user = cx.read(Reading::Snapshot, move |tx, call| user::get(tx, call, id, &wants)).await?;
    cx.send(shown(&selection?, &user))
}

/// `GET /accounts/users/{id}/icon`
pub(crate) async fn icon(cx: Context) -> Answer {
    let id: UserId = cx.id(0)?;
    let icon = cx.read(Reading::Snapshot, move |tx, call| user::icon(tx, call, id)).await?;
    cx.icon(id, icon)
}

/// `GET` and `POST /accounts/users/{id}/sso` and `…/sso-check`: no identity provider can be configured, so no
/// domain has one.
pub(crate) async fn sso(mut cx: Context) -> Answer {
    let id: UserId = cx.id(0)?;
    let body: Body<()> = cx.no_body().await?;
    cx.try_out(Ok(Selection::default()), body, move |tx, call, _, _| {
        let user = user::visible(tx, call, id)?;
        call.expects(user.tag(call.now))?;
        Ok(Reply::plain(b"{\"status\":\"disabled\"}".to_vec()))
    })
    .await
}

/// `PUT /accounts/users/{id}`
pub(crate) async fn update(mut cx: Context) -> Answer {
    let id: UserId = cx.id(0)?;
    let body = cx.form(&body::FORM, body::read).await?;
    cx.change(cx.selection(&view::SHAPE), body, move |tx, call, input, selection| {
        let user = user::update(tx, call, id, input)?;
        Ok(shown(selection, &user::view(tx, call, user, &view::wants(selection))?))
    })
    .await
}

/// `DELETE /accounts/users/{id}`
pub(crate) async fn delete(cx: Context) -> Answer {
    let id: UserId = cx.id(0)?;
    cx.remove(move |tx, call| user::delete(tx, call, id)).await
}

/// `POST /accounts/users/{id}/block`
pub(crate) async fn block(cx: Context) -> Answer {
    steer(cx, UserVerb::Block).await
}

/// `POST /accounts/users/{id}/unblock`
pub(crate) async fn unblock(cx: Context) -> Answer {
    steer(cx, UserVerb::Unblock).await
}

async fn steer(mut cx: Context, verb: UserVerb) -> Answer {
    let id: UserId = cx.id(0)?;
    let body: Body<()> = cx.no_body().await?;
    cx.change(cx.selection(&view::SHAPE), body, move |tx, call, _, selection| {
        let user = user::block(tx, call, id, verb)?;
        Ok(shown(selection, &user::view(tx, call, user, &view::wants(selection))?))
    })
    .await
}

/// The answer that shows one person.
pub(super) fn shown(selection: &Selection, user: &UserView) -> Reply {
    Reply::shown(user.user.tag, render(selection, |o| view::write(o, user)))
}
