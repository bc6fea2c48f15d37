//! D6 to D8: the device itself.

use actix_web::http::StatusCode;
use identity_core::device::{self, DeviceUpdate};
use identity_core::port::Reading;

use super::view;
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::route::Answer;
use crate::self_service::answer::{json, nothing};
use crate::self_service::body::Known;
use crate::self_service::list::Asked;

/// `GET /device`
pub(crate) async fn own(cx: Context) -> Answer {
    let found = cx.read(Reading::Point, device::own).await?;
    let principal = cx.principal()?;
    Ok(json(StatusCode::OK, |o| view::device(o, principal, &found)))
}

/// `PUT /device`
pub(crate) async fn update(mut cx: Context) -> Answer {
    const KNOWN: Known = Known::only(&["systemInformation", "name"]);
    let input = cx
        .strict(Need::Required, &KNOWN, |sent| {
            Ok(DeviceUpdate {
                system_information: sent.object_text("systemInformation"),
                name: sent.text("name"),
            })
        })
        .await?;
    cx.write(move |tx, call| device::update(tx, call, Ok(&input))).await?;
    Ok(nothing())
}

/// `GET /device/users`
pub(crate) async fn people(cx: Context) -> Answer {
    let asked = Asked::read(&cx, &["accountType"])?;
    let kind = asked.filter("accountType").map(str::to_owned);
    let page = asked.numbered();
    let found =
        cx.read(Reading::Scan, move |tx, call| device::people(tx, call, kind.as_deref(), &page)).await?;
    Ok(asked.page(&found.items, found.total, view::user))
}
