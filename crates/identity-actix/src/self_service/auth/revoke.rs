//! A9: ending a session by possession of one of its tokens (RFC 7009, S-R45).

use actix_web::HttpResponse;

use crate::http::context::Context;
use crate::http::failure::Failure;
use crate::http::route::Answer;
use crate::self_service::body::parameter;

/// `POST /oauth/revoke`
pub(crate) async fn revoke(mut cx: Context) -> Answer {
    let form = cx.pairs().await?;
    let token = parameter(&form, "token").ok_or(Failure::Malformed("The form has no token."))?;
    // Judged by form alone, so that it says nothing about the token.
    if token.starts_with("idt:") {
        return Err(Failure::UnsupportedTokenType);
    }
    cx.identity().revoke_session(cx.origin(), token).await?;
    Ok(HttpResponse::Ok().insert_header(("cache-control", "no-store")).finish())
}
