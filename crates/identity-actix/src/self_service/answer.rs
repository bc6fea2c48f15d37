//! Answers of the Self-service API: objects with all their members, kept by nobody.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};

use crate::http::answer::Cache;
use crate::http::writer::Object;

/// An object. Answers may hold tokens, and what they show is true now alone.
pub(crate) fn json(status: StatusCode, write: impl FnOnce(&mut Object)) -> HttpResponse {
    let mut body = Vec::with_capacity(512);
    let mut object = Object::plain(&mut body);
    write(&mut object);
    object.close();
    HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")))
        .insert_header((CACHE_CONTROL, Cache::Never.header()))
        .body(body)
}

/// 204.
pub(crate) fn nothing() -> HttpResponse {
    HttpResponse::NoContent().insert_header((CACHE_CONTROL, Cache::Never.header())).finish()
}
