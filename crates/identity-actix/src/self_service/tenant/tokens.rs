//! `…/users/{userUid}/integration-tokens`: the credentials of robots (T9–T11).

use actix_web::http::StatusCode;
use identity_core::port::Reading;
use identity_core::tenant::{self, IntegrationInput};

use super::view;
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::route::Answer;
use crate::self_service::answer::{json, nothing};
use crate::self_service::body::{Known, Turn};
use crate::self_service::list::Asked;

/// `GET /tenants/{tenantUid}/users/{userUid}/integration-tokens`
pub(crate) async fn list(cx: Context) -> Answer {
    let (id, user) = (cx.uid(0, "tenantUid")?, cx.uid(1, "tenantUserUid")?);
    let asked = Asked::read(&cx, &[])?;
    let page = asked.numbered();
    let page =
        cx.read(Reading::Snapshot, move |tx, call| tenant::list_tokens(tx, call, id, user, &page)).await?;
    Ok(asked.page(&page.items, page.total, view::token))
}

/// `POST /tenants/{tenantUid}/users/{userUid}/integration-tokens`
pub(crate) async fn create(mut cx: Context) -> Answer {
    const KNOWN: Known = Known {
        written: &["name", "expiresAt"],
        read_only: &["tokenUid", "last4", "createdAt", "lastUsedAt", "integrationToken"],
    };
    let (id, user) = (cx.uid(0, "tenantUid")?, cx.uid(1, "tenantUserUid")?);
    let sent = cx
        .listed(Need::Required, &KNOWN)
        .await
        .map(|mut sent| IntegrationInput { name: sent.text("name"), expires_at: sent.text("expiresAt") });
    let (sent, told) = Turn::of(sent).split();
    let (token, value) = cx
        .write(move |tx, call| tenant::create_token(tx, call, id, user, sent.as_ref().map_err(Clone::clone)))
        .await
        .map_err(told)?;
    Ok(json(StatusCode::CREATED, |o| {
        view::token(o, &token);
        o.text("integrationToken", value.expose());
    }))
}

/// `DELETE /tenants/{tenantUid}/users/{userUid}/integration-tokens/{tokenUid}`
pub(crate) async fn delete(cx: Context) -> Answer {
    let (id, user) = (cx.uid(0, "tenantUid")?, cx.uid(1, "tenantUserUid")?);
    let token = cx.uid(2, "tokenUid")?;
    cx.write(move |tx, call| tenant::delete_token(tx, call, id, user, token)).await?;
    Ok(nothing())
}
