//! A1 and A2: signing in, and the next token.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use identity_core::secret::Secret;
use identity_core::session::{Begun, Continued, SignIn};

use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::failure::Failure;
use crate::http::route::Answer;
use crate::http::writer::Object;
use crate::self_service::answer::json;
use crate::self_service::body::{Known, optional, required};

/// `POST /v1/auth/sessions`
pub(crate) async fn sign_in(mut cx: Context) -> Answer {
    const KNOWN: Known = Known::only(&["email", "password", "otp"]);
    let input = cx
        .strict(Need::Required, &KNOWN, |sent| {
            Ok(SignIn {
                email: required("email", sent.text("email"))?,
                password: Secret::new(required("password", sent.text("password"))?),
                otp: optional("otp", sent.text("otp"))?,
            })
        })
        .await?;
    let begun = cx.identity().sign_in(cx.origin(), input, Continued::ByRefresh).await?;
    tokens(&cx, StatusCode::CREATED, &begun).await
}

/// `POST /v1/auth/sessions/refresh`
pub(crate) async fn refresh(mut cx: Context) -> Answer {
    const KNOWN: Known = Known::only(&["refreshToken"]);
    let refresh =
        cx.strict(Need::Required, &KNOWN, |sent| required("refreshToken", sent.text("refreshToken"))).await?;
    let device = cx.verified.as_ref().map(|verified| &verified.principal);
    let begun = cx.identity().refresh_session(cx.origin(), device, &refresh).await?;
    tokens(&cx, StatusCode::OK, &begun).await
}

/// `AuthTokens`; of a session in an account `accessToken` stands in place of `authToken`.
async fn tokens(cx: &Context, status: StatusCode, begun: &Begun) -> Result<HttpResponse, Failure> {
    let token = cx.identity().issue(&begun.claims).await?;
    let name = if begun.claims.access.is_some() { "accessToken" } else { "authToken" };
    Ok(json(status, |o: &mut Object| {
        o.text(name, token.expose());
        o.maybe("refreshToken", begun.secret.as_ref().map(Secret::expose));
        o.raw("expiresIn", |out| crate::http::json::plain(out, begun.expires_in_secs()));
        o.text("tokenType", "Bearer");
    }))
}
