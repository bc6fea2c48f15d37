//! A10: the keys that verify tokens offline.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use identity_core::signing_key::PUBLISHED_FOR;

use crate::http::context::Context;
use crate::http::route::Answer;
use crate::self_service::key_set::key_set;

/// `GET /.well-known/jwks.json`
pub(crate) async fn keys(cx: Context) -> Answer {
    let keys = cx.identity().verifying_keys().await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")))
        .insert_header((CACHE_CONTROL, format!("public, max-age={}", PUBLISHED_FOR.as_secs())))
        .body(key_set(&keys)))
}
