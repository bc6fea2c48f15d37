//! `/account` and `/tenants/{tenantUid}/account`: the caller's own account (U1, U3–U6).

use actix_web::http::StatusCode;
use identity_core::port::Reading;
use identity_core::{session, tenant};

use super::{body, view};
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::route::Answer;
use crate::self_service::answer::json;
use crate::self_service::body::{Known, Turn};

/// `GET /account`
pub(crate) async fn get(cx: Context) -> Answer {
    let person = cx.read(Reading::Snapshot, |tx, call| tenant::person(tx, call)).await?;
    Ok(json(StatusCode::OK, |o| view::person(o, &person)))
}

/// `PUT /account`
pub(crate) async fn choose(mut cx: Context) -> Answer {
    const KNOWN: Known = Known { written: &["defaultTenantUid"], read_only: &["globalRoles", "tenants"] };
    let sent = cx.listed(Need::Required, &KNOWN).await.map(|mut sent| sent.text("defaultTenantUid"));
    let (sent, told) = Turn::of(sent).split();
    let work = move |tx: &mut dyn identity_core::port::Transaction, call: &identity_core::service::Call| {
        tenant::set_default_tenant(tx, call, sent.as_ref().map_err(Clone::clone))
    };
    let person = cx.write(work).await.map_err(told)?;
    Ok(json(StatusCode::OK, |o| view::person(o, &person)))
}

/// `GET /tenants/{tenantUid}/account`
pub(crate) async fn own(cx: Context) -> Answer {
    let id = cx.uid(0, "tenantUid")?;
    let user = cx.read(Reading::Snapshot, move |tx, call| tenant::own(tx, call, id)).await?;
    Ok(json(StatusCode::OK, |o| view::tenant_user(o, &user)))
}

/// `POST /tenants/{tenantUid}/account`
pub(crate) async fn enter(mut cx: Context) -> Answer {
    const KNOWN: Known = Known::only(&[]);
    let id = cx.uid(0, "tenantUid")?;
    cx.listed(Need::Optional, &KNOWN).await?;
    let entered = cx
        .write(move |tx, call| {
            let begun = session::enter(tx, call, id)?;
            Ok((begun, tenant::own(tx, call, id)?))
        })
        .await?;
    let (begun, user) = entered;
    let token = cx.identity().issue(&begun.claims).await?;
    Ok(json(StatusCode::OK, |o| {
        view::tenant_user(o, &user);
        o.text("accessToken", token.expose());
        o.raw("expiresIn", |out| crate::http::json::plain(out, begun.expires_in_secs()));
    }))
}

/// `PUT /tenants/{tenantUid}/account`
pub(crate) async fn update(mut cx: Context) -> Answer {
    let id = cx.uid(0, "tenantUid")?;
    let sent = match body::own(&mut cx).await {
        Ok(input) => {
            let (identity, principal) = (cx.identity(), cx.principal()?);
            Ok(identity.prepare_own_input(principal, &cx.origin(), id, input).await?)
        }
        Err(failure) => Err(failure),
    };
    let (sent, told) = Turn::of(sent).split();
    let user = cx
        .write(move |tx, call| tenant::update_own(tx, call, id, sent.as_ref().map_err(Clone::clone)))
        .await
        .map_err(told)?;
    Ok(json(StatusCode::OK, |o| view::tenant_user(o, &user)))
}
