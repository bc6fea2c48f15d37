//! `/tenants/{tenantUid}/users`: the users of a tenant (T3–T8).

use actix_web::http::StatusCode;
use identity_core::port::Reading;
use identity_core::tenant::{self, TenantUserInput, UserFilter};
use identity_core::{Error, id::AccountId};

use super::{body, view};
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::route::Answer;
use crate::self_service::answer::{json, nothing};
use crate::self_service::body::{Known, Turn};
use crate::self_service::list::Asked;

/// `GET /tenants/{tenantUid}/users`
pub(crate) async fn list(cx: Context) -> Answer {
    let id = cx.uid(0, "tenantUid")?;
    let asked = Asked::read(&cx, &["status", "accountType", "search"])?;
    let text = |name| asked.filter(name).map(str::to_owned);
    let filter =
        UserFilter { status: text("status"), account_type: text("accountType"), search: text("search") };
    let page = asked.numbered();
    let page = cx.read(Reading::Scan, move |tx, call| tenant::list(tx, call, id, &filter, &page)).await?;
    Ok(asked.page(&page.items, page.total, view::tenant_user))
}

/// The body of T4 or T6 with its PIN prepared; what is wrong is told in its turn.
async fn prepared(cx: &mut Context, tenant: AccountId) -> Result<Turn<TenantUserInput>, Error> {
    let sent = match body::user(cx).await {
        Ok(input) => {
            let input = cx.identity().prepare_temporary_pin(cx.principal()?, tenant, input).await;
            input.map_err(Into::into)
        }
        Err(failure) => Err(failure),
    };
    Ok(Turn::of(sent))
}

/// `POST /tenants/{tenantUid}/users`
pub(crate) async fn create(mut cx: Context) -> Answer {
    let id = cx.uid(0, "tenantUid")?;
    let (sent, told) = prepared(&mut cx, id).await?.split();
    let user = cx
        .write(move |tx, call| tenant::create(tx, call, id, sent.as_ref().map_err(Clone::clone)))
        .await
        .map_err(told)?;
    Ok(json(StatusCode::CREATED, |o| view::tenant_user(o, &user)))
}

/// `GET /tenants/{tenantUid}/users/{userUid}`
pub(crate) async fn get(cx: Context) -> Answer {
    let (id, user) = (cx.uid(0, "tenantUid")?, cx.uid(1, "tenantUserUid")?);
    let user = cx.read(Reading::Snapshot, move |tx, call| tenant::get(tx, call, id, user)).await?;
    Ok(json(StatusCode::OK, |o| view::tenant_user(o, &user)))
}

/// `PUT /tenants/{tenantUid}/users/{userUid}`
pub(crate) async fn update(mut cx: Context) -> Answer {
    let (id, user) = (cx.uid(0, "tenantUid")?, cx.uid(1, "tenantUserUid")?);
    let (sent, told) = prepared(&mut cx, id).await?.split();
    let user = cx
        .write(move |tx, call| tenant::update(tx, call, id, user, sent.as_ref().map_err(Clone::clone)))
        .await
        .map_err(told)?;
    Ok(json(StatusCode::OK, |o| view::tenant_user(o, &user)))
}

/// `DELETE /tenants/{tenantUid}/users/{userUid}`
pub(crate) async fn remove(cx: Context) -> Answer {
    let (id, user) = (cx.uid(0, "tenantUid")?, cx.uid(1, "tenantUserUid")?);
    cx.write(move |tx, call| tenant::remove(tx, call, id, user)).await?;
    Ok(nothing())
}

/// `POST /tenants/{tenantUid}/users/{userUid}/invite`
pub(crate) async fn invite(mut cx: Context) -> Answer {
    const KNOWN: Known = Known::only(&[]);
    let (id, user) = (cx.uid(0, "tenantUid")?, cx.uid(1, "tenantUserUid")?);
    cx.listed(Need::Optional, &KNOWN).await?;
    let user = cx.write(move |tx, call| tenant::invite_again(tx, call, id, user)).await?;
    Ok(json(StatusCode::OK, |o| view::tenant_user(o, &user)))
}
