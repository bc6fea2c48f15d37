//! Operations on groups.

use identity_core::Error;
use identity_core::group::{self, GroupView};
use identity_core::id::GroupId;
use identity_core::port::Reading;

use super::{body, view};
use crate::http::answer::{Cache, gone, ok, render};
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::list::{self, Position};
use crate::http::route::Answer;
use crate::http::select::Selection;

/// `GET /accounts/user-groups`
pub(crate) async fn list(cx: Context) -> Answer {
    let list::List { query, selection, .. } = cx.list(&view::SHAPE)?;
    let (position, wants) = (Position::from(&query), view::wants(&selection));
    let page = cx.read(Reading::Scan, move |tx, call| group::list(tx, call, &query, &wants)).await?;
    Ok(list::page(&view::SHAPE, &selection, &position, &page, view::write))
}

/// `GET /accounts/user-groups/{id}`
pub(crate) async fn get(cx: Context) -> Answer {
    let id: GroupId = cx.id(0)?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).unwrap_or_default();
    let group = cx.read(Reading::Snapshot, move |tx, call| group::get(tx, call, id, &wants)).await?;
    Ok(ok(rendered(&selection?, &group), Cache::Private))
}

/// `POST /accounts/user-groups`
pub(crate) async fn create(mut cx: Context) -> Answer {
    let body = cx.body(Need::Required, body::read).await?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).map_err(Error::clone);
    let group = cx
        .write_with(body, move |tx, call, input| {
            let group = group::create(tx, call, input)?;
            group::view(tx, call, group, &wants.clone()?)
        })
        .await?;
    Ok(cx.created(group.group.id, rendered(&selection?, &group), Cache::Private))
}

/// `PUT /accounts/user-groups/{id}`
pub(crate) async fn update(mut cx: Context) -> Answer {
    let id: GroupId = cx.id(0)?;
    let body = cx.body(Need::Required, body::read).await?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().map(view::wants).map_err(Error::clone);
    let group = cx
        .write_with(body, move |tx, call, input| {
            let group = group::update(tx, call, id, input)?;
            group::view(tx, call, group, &wants.clone()?)
        })
        .await?;
    Ok(ok(rendered(&selection?, &group), Cache::Private))
}

/// `DELETE /accounts/user-groups/{id}`
pub(crate) async fn delete(cx: Context) -> Answer {
    let id: GroupId = cx.id(0)?;
    cx.write(move |tx, call| group::delete(tx, call, id)).await?;
    Ok(gone())
}

fn rendered(selection: &Selection, group: &GroupView) -> Vec<u8> {
    render(selection, |o| view::write(o, group))
}
