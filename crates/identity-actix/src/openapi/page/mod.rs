//! `GET /openapi.json` and `GET /docs`, for anybody: the reference, and a page that shows it. Everything the page
//! loads is part of the program, and its policy lets it load nothing else.

use std::sync::{Arc, LazyLock};

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{self, Bytes, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use utoipa_swagger_ui::Config;

use super::document;
use crate::http::dispatch::unknown;

/// The page loads from here alone. It sets styles in place, and its pictures are in its style sheet.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const INDEX: &str = include_str!("index.html");
const START: &str = include_str!("start.js");
/// What the page loads from the library of pages.
const ASSETS: [&str; 3] = ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"];

static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| Bytes::from(document().to_string()));

/// Registers `/openapi.json` and `/docs`; neither needs a credential or a [`crate::Api`].
pub fn configure_documents(config: &mut ServiceConfig) {
    let get = |path: &str| web::resource(path.to_owned()).default_service(web::to(unknown));
    let served = |kind: &'static str, body: fn() -> Bytes| move || std::future::ready(answer(kind, body()));
    let json = served("application/json", || DOCUMENT.clone());
    let index = served("text/html; charset=utf-8", || Bytes::from_static(INDEX.as_bytes()));
    let start = served("text/javascript; charset=utf-8", || Bytes::from_static(START.as_bytes()));
    config
        .service(get("/openapi.json").route(web::get().to(json)).route(web::head().to(json)))
        .service(get("/docs").route(web::get().to(index)).route(web::head().to(index)))
        .service(get("/docs/start.js").route(web::get().to(start)))
        .service(get("/docs/{asset}").route(web::get().to(asset)));
}

async fn asset(request: HttpRequest, name: web::Path<String>) -> HttpResponse {
    let found = ASSETS.into_iter().find(|asset| **asset == **name);
    let file =
        found.and_then(|name| utoipa_swagger_ui::serve(name, Arc::new(Config::from(""))).ok().flatten());
    let Some(file) = file else { return unknown(request).await };
    let Ok(kind) = HeaderValue::try_from(file.content_type) else { return unknown(request).await };
    let mut answer = answer("", Bytes::from(file.bytes.into_owned()));
    answer.headers_mut().insert(CONTENT_TYPE, kind);
    if file.gzpipped {
        answer.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    answer
}

fn answer(kind: &'static str, body: Bytes) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, HeaderValue::from_static(kind)))
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-cache")))
        .insert_header((CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)))
        .insert_header((X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
        .insert_header((REFERRER_POLICY, HeaderValue::from_static("no-referrer")))
        .body(body)
}

#[cfg(test)]
mod tests;
