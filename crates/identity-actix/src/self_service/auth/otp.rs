//! A12 to A14: the person's own second factor.

use actix_web::http::StatusCode;
use identity_core::second_factor;
use identity_core::secret::Secret;

use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::route::Answer;
use crate::self_service::answer::{json, nothing};
use crate::self_service::body::{Known, required};

/// `POST /v1/auth/otp`
pub(crate) async fn enrol_otp(mut cx: Context) -> Answer {
    const KNOWN: Known = Known::only(&["password"]);
    let password =
        cx.strict(Need::Required, &KNOWN, |sent| required("password", sent.text("password"))).await?;
    let (principal, origin) = (cx.principal()?, cx.origin());
    let enrolment = cx.identity().enrol_second_factor(principal, origin, Secret::new(password)).await?;
    Ok(json(StatusCode::CREATED, |o| {
        o.text("secret", enrolment.secret.expose());
        o.text("otpauthUri", enrolment.uri.expose());
    }))
}

/// `POST /v1/auth/otp/confirm`
pub(crate) async fn confirm_otp(mut cx: Context) -> Answer {
    const KNOWN: Known = Known::only(&["otp"]);
    let otp = cx.strict(Need::Required, &KNOWN, |sent| required("otp", sent.text("otp"))).await?;
    let codes = cx.write(move |tx, call| second_factor::confirm(tx, call, &otp)).await?;
    let codes: Vec<&str> = codes.iter().map(Secret::expose).collect();
    Ok(json(StatusCode::OK, |o| o.texts("recoveryCodes", &codes)))
}

/// `DELETE /v1/auth/otp`
pub(crate) async fn remove_otp(mut cx: Context) -> Answer {
    const KNOWN: Known = Known::only(&["password", "otp"]);
    let (password, otp) = cx
        .strict(Need::Required, &KNOWN, |sent| {
            let otp = required("otp", sent.text("otp"))?;
            Ok((Secret::new(required("password", sent.text("password"))?), otp))
        })
        .await?;
    let (principal, origin) = (cx.principal()?, cx.origin());
    cx.identity().remove_second_factor(principal, origin, password, otp).await?;
    Ok(nothing())
}
