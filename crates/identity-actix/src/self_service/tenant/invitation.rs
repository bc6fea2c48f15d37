//! `/account/invite`: an invitation by its code (U7, U8).

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderName;
use identity_core::Error;
use identity_core::actor::Principal;
use identity_core::port::Reading;
use identity_core::tenant;

use super::view;
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::failure::Failure;
use crate::http::route::Answer;
use crate::self_service::answer::json;
use crate::self_service::body::{Known, Turn, required};
use crate::self_service::code::bare;

static TOKEN: HeaderName = HeaderName::from_static("x-invite-token");

/// `GET /account/invite`; the code stands in a header, so that it is in no log and no history.
pub(crate) async fn show(cx: Context) -> Answer {
    // The code is the one credential here (§1.2).
    if cx.presented().is_some() {
        return Err(Failure::TwoCredentials);
    }
    let mut sent = cx.request.headers().get_all(&TOKEN);
    let (Some(code), None) = (sent.next(), sent.next()) else {
        return Err(Failure::Malformed("One header X-Invite-Token is needed."));
    };
    let code = bare(code.to_str().map_err(|_| Error::NotFound)?);
    let anybody = Arc::new(Principal::system());
    let info = cx
        .identity()
        .read(&anybody, Reading::Snapshot, move |tx, call| tenant::show_invitation(tx, call, &code))
        .await?;
    Ok(json(StatusCode::OK, |o| {
        o.text("tenantUid", &info.tenant.to_string());
        o.text("tenantName", &info.tenant_name);
        o.text("email", &info.email);
        o.text("firstname", &info.first_name);
        o.text("lastname", &info.last_name);
        o.text("status", "PENDING");
        o.moment("expiresAt", Some(info.expires_at));
        o.text("inviterName", &info.inviter_name);
    }))
}

/// `PUT /account/invite`
pub(crate) async fn accept(mut cx: Context) -> Answer {
    const KNOWN: Known = Known::only(&["inviteToken"]);
    let sent = cx
        .strict(Need::Required, &KNOWN, |sent| Ok(bare(&required("inviteToken", sent.text("inviteToken"))?)))
        .await;
    let (sent, told) = Turn::of(sent).split();
    let user = cx
        .write(move |tx, call| tenant::accept_invitation(tx, call, sent.as_deref().map_err(Clone::clone)))
        .await
        .map_err(told)?;
    Ok(json(StatusCode::OK, |o| view::tenant_user(o, &user)))
}
