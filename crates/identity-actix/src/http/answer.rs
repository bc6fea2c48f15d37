//! Successful answers.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, LOCATION};

use super::context::Context;
use super::select::Selection;
use super::writer::{Object, object};

/// Whether an answer may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cache {
    /// By the client, asking again before each use.
    Private,
    /// By nobody: lists, secrets, codes.
    Never,
}

impl Cache {
    /// The value of `Cache-Control`.
    pub(crate) fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Private => "private, no-cache",
            Self::Never => "no-store",
        })
    }
}

/// Bytes that an object takes, roughly.
const OBJECT_BYTES: usize = 1024;

/// Writes one object.
pub(crate) fn render(selection: &Selection, write: impl FnOnce(&mut Object)) -> Vec<u8> {
    let mut out = Vec::with_capacity(OBJECT_BYTES);
    object(&mut out, selection, write);
    out
}

/// 200 with a body.
pub(crate) fn ok(body: Vec<u8>, cache: Cache) -> HttpResponse {
    json(StatusCode::OK, body, cache)
}

/// 204.
pub(crate) fn gone() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

impl Context {
    /// 201 with a body and the address of what was made, below the collection as the client wrote it.
    pub(crate) fn created(&self, id: impl std::fmt::Display, body: Vec<u8>, cache: Cache) -> HttpResponse {
        let mut answer = json(StatusCode::CREATED, body, cache);
        if let Ok(location) = HeaderValue::try_from(format!("{}/{id}", self.request.path())) {
            answer.headers_mut().insert(LOCATION, location);
        }
        answer
    }
}

fn json(status: StatusCode, body: Vec<u8>, cache: Cache) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")))
        .insert_header((CACHE_CONTROL, cache.header()))
        .body(body)
}
