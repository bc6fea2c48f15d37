//! `/tenants`: the tenants that the caller may enter (T1, T2).

use actix_web::http::StatusCode;
use identity_core::port::Reading;
use identity_core::tenant;

use super::view;
use crate::http::context::Context;
use crate::http::route::Answer;
use crate::self_service::answer::json;
use crate::self_service::list::Asked;

/// `GET /tenants`
pub(crate) async fn list(cx: Context) -> Answer {
    let asked = Asked::read(&cx, &[])?;
    let page = asked.numbered();
    let page = cx.read(Reading::Scan, move |tx, call| tenant::tenants(tx, call, &page)).await?;
    Ok(asked.page(&page.items, page.total, view::tenant))
}

/// `GET /tenants/{tenantUid}`
pub(crate) async fn get(cx: Context) -> Answer {
    let id = cx.uid(0, "tenantUid")?;
    let tenant = cx.read(Reading::Snapshot, move |tx, call| tenant::tenant(tx, call, id)).await?;
    Ok(json(StatusCode::OK, |o| view::tenant(o, &tenant)))
}
