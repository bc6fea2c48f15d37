//! Operations on groups.

use identity_core::group::{self, GroupView};
use identity_core::id::GroupId;
use identity_core::port::Reading;

use super::{body, view};
use crate::http::answer::{Reply, render};
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::list;
use crate::http::route::Answer;
use crate::http::select::Selection;

/// `GET /accounts/user-groups`
pub(crate) async fn list(cx: Context) -> Answer {
    let list::List { query, selection, position, .. } = cx.list(&view::SHAPE)?;
    let wants = view::wants(&selection);
    let page = cx.read(Reading::Scan, move |tx, call| group::list(tx, call, &query, &wants)).await?;
    list::page(&cx, &view::SHAPE, &selection, &position, &page, view::write)
}

/// `GET /accounts/user-groups/{id}`
pub(crate) async fn get(cx: Context) -> Answer {
    let id: GroupId = cx.id(0)?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).unwrap_or_default();
    let group = cx.read(Reading::Snapshot, move |tx, call| group::get(tx, call, id, &wants)).await?;
    cx.send(shown(&selection?, &group))
}

/// `POST /accounts/user-groups`
pub(crate) async fn create(mut cx: Context) -> Answer {
    let body = cx.body(Need::Required, body::read).await?;
    cx.change(cx.selection(&view::SHAPE), body, |tx, call, input, selection| {
        let group = group::create(tx, call, input)?;
        let group = group::view(tx, call, group, &view::wants(selection))?;
        Ok(shown(selection, &group).created(group.group.id))
    })
    .await
}

/// `PUT /accounts/user-groups/{id}`
pub(crate) async fn update(mut cx: Context) -> Answer {
    let id: GroupId = cx.id(0)?;
    let body = cx.body(Need::Required, body::read).await?;
    cx.change(cx.selection(&view::SHAPE), body, move |tx, call, input, selection| {
        let group = group::update(tx, call, id, input)?;
        let group = group::view(tx, call, group, &view::wants(selection))?;
        Ok(shown(selection, &group))
    })
    .await
}

/// `DELETE /accounts/user-groups/{id}`
pub(crate) async fn delete(cx: Context) -> Answer {
    let id: GroupId = cx.id(0)?;
    cx.remove(move |tx, call| group::delete(tx, call, id)).await
}

fn shown(selection: &Selection, group: &GroupView) -> Reply {
    Reply::shown(group.group.tag(), render(selection, |o| view::write(o, group)))
}
