//! Reading the catalogue; over HTTP nothing else is done to it.

use identity_core::id::ModuleId;
use identity_core::module;
use identity_core::port::Reading;

use super::view;
use crate::http::answer::{Reply, render};
use crate::http::context::Context;
use crate::http::list;
use crate::http::route::Answer;

/// `GET /accounts/modules`
pub(crate) async fn list(cx: Context) -> Answer {
    let list::List { query, selection, position, .. } = cx.list(&view::SHAPE)?;
    let page = cx.read(Reading::Scan, move |tx, call| module::list(tx, call, &query)).await?;
    list::page(&cx, &view::SHAPE, &selection, &position, &page, view::write)
}

/// `GET /accounts/modules/{id}`
pub(crate) async fn get(cx: Context) -> Answer {
    let id: ModuleId = cx.id(0)?;
    let module = cx.call(|call| module::get(call, id))?;
    let body = render(&cx.selection(&view::SHAPE)?, |o| view::write(o, &module));
    cx.send(Reply::shown(module.tag(), body))
}
