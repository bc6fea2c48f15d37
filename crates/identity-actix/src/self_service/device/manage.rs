//! D1 to D4: the devices of a tenant.

use actix_web::http::StatusCode;
use identity_core::Error;
use identity_core::device::{self, CODE_SPAN, DeviceInput, DeviceOrder, DeviceQuery, DeviceStatus};
use identity_core::id::{AccountId, DeviceId};
use identity_core::list::Direction;
use identity_core::port::Reading;
use identity_core::value::Uid;

use super::view;
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::json as write;
use crate::http::route::Answer;
use crate::self_service::answer::{json, nothing};
use crate::self_service::body::{Known, Turn};
use crate::self_service::list::Asked;

/// Members of a device that nobody writes.
const SHOWN: &[&str] = &[
    "deviceUid",
    "deviceIdentifier",
    "status",
    "storeInfo",
    "tillInfo",
    "tenantInfo",
    "settings",
    "printers",
    "createdAt",
    "lastModifiedAt",
    "lastSeenAt",
];

/// `POST /tenants/{tenantUid}/devices`
pub(crate) async fn register(mut cx: Context) -> Answer {
    const KNOWN: Known = Known { written: &["app", "name", "storeUid", "tillUid"], read_only: SHOWN };
    let tenant: AccountId = cx.uid(0, "tenantUid")?;
    let sent = cx.listed(Need::Required, &KNOWN).await.map(|mut sent| DeviceInput {
        app: sent.text("app"),
        name: sent.text("name"),
        store: sent.text("storeUid"),
        till: sent.text("tillUid"),
    });
    let (sent, told) = Turn::of(sent).split();
    let made = cx
        .write(move |tx, call| device::register(tx, call, tenant, sent.as_ref().map_err(Clone::clone)))
        .await
        .map_err(told)?;
    let principal = cx.principal()?;
    Ok(json(StatusCode::CREATED, |o| {
        view::device(o, principal, &made.device);
        o.text("deviceCode", made.code.expose());
        o.raw("expiresIn", |out| write::plain(out, CODE_SPAN.as_secs()));
    }))
}

/// `GET /tenants/{tenantUid}/devices`
pub(crate) async fn list(cx: Context) -> Answer {
    let tenant: AccountId = cx.uid(0, "tenantUid")?;
    let asked = Asked::read(&cx, &["storeUid", "status"])?;
    let query = DeviceQuery {
        store: asked.filter("storeUid").map(store).transpose()?,
        status: asked.filter("status").map(status).transpose()?,
        order: asked.order_of(
            DeviceOrder::Name,
            &[("name", DeviceOrder::Name), ("createdAt", DeviceOrder::CreatedAt)],
        )?,
        direction: if asked.is_descending { Direction::Descending } else { Direction::Ascending },
        offset: asked.offset(),
        limit: asked.size,
    };
    let page = cx.read(Reading::Scan, move |tx, call| device::list(tx, call, tenant, &query)).await?;
    let principal = cx.principal()?;
    Ok(asked.page(&page.items, page.total, |o, device| view::device(o, principal, device)))
}

fn store(text: &str) -> Result<Uid, Error> {
    text.parse().map_err(|bad: identity_core::value::BadText| Error::invalid("storeUid", bad.0))
}

fn status(text: &str) -> Result<DeviceStatus, Error> {
    let known = DeviceStatus::parse(text).filter(|status| *status != DeviceStatus::Removed);
    known.ok_or_else(|| Error::invalid("status", "Must be PENDING or ACTIVE."))
}

/// `GET /tenants/{tenantUid}/devices/{deviceUid}`
pub(crate) async fn get(cx: Context) -> Answer {
    let (tenant, id) = place(&cx)?;
    let found = cx.read(Reading::Point, move |tx, call| device::get(tx, call, tenant, id)).await?;
    let principal = cx.principal()?;
    Ok(json(StatusCode::OK, |o| view::device(o, principal, &found)))
}

/// `DELETE /tenants/{tenantUid}/devices/{deviceUid}`
pub(crate) async fn remove(cx: Context) -> Answer {
    let (tenant, id) = place(&cx)?;
    cx.write(move |tx, call| device::remove(tx, call, tenant, id)).await?;
    Ok(nothing())
}

fn place(cx: &Context) -> Result<(AccountId, DeviceId), Error> {
    Ok((cx.uid(0, "tenantUid")?, cx.uid(1, "deviceUid")?))
}
