//! A6 and A7: lost passwords.

use actix_web::http::StatusCode;
use identity_core::secret::Secret;

use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::route::Answer;
use crate::self_service::answer::{json, nothing};
use crate::self_service::body::{Known, required};
use crate::self_service::code::bare;

/// `POST /v1/auth/password-reset`
pub(crate) async fn ask(mut cx: Context) -> Answer {
    const KNOWN: Known = Known::only(&["email"]);
    let email = cx.strict(Need::Required, &KNOWN, |sent| required("email", sent.text("email"))).await?;
    cx.identity().ask_reset(&cx.origin(), &email).await?;
    Ok(json(StatusCode::ACCEPTED, |_| ()))
}

/// `POST /v1/auth/password-reset/confirm`
pub(crate) async fn confirm(mut cx: Context) -> Answer {
    const KNOWN: Known = Known::only(&["code", "password"]);
    let (code, password) = cx
        .strict(Need::Required, &KNOWN, |sent| {
            let code = required("code", sent.text("code"))?;
            Ok((code, Secret::new(required("password", sent.text("password"))?)))
        })
        .await?;
    cx.identity().confirm_reset(cx.origin(), &bare(&code), password).await?;
    Ok(nothing())
}
