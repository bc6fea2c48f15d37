//! The style sheet, a part of the program.

use std::future::{Ready, ready};

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};

/// Where it is.
pub(super) const PATH: &str = "/assets/pages.css";

const SHEET: &str = include_str!("../../templates/pages.css");

/// Sends it; a browser asks again after an hour.
pub(super) fn show() -> Ready<HttpResponse> {
    let answer = HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8")))
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")))
        .insert_header((X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
        .body(SHEET);
    ready(answer)
}
