//! What a supervisor asks: is the process alive, and can it do its work? No credential is needed.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, RETRY_AFTER};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, HttpResponseBuilder, get};
use identity_core::port::Reading;
use identity_core::service::Identity;

/// A store that takes longer than this to find one row is not ready.
const READY_WITHIN: Duration = Duration::from_secs(1);

/// Adds `GET /health/live` and `GET /health/ready`.
pub(crate) fn configure(routes: &mut ServiceConfig, identity: Arc<Identity>) {
    routes.app_data(Data::new(Health { identity })).service(live).service(ready);
}

struct Health {
    identity: Arc<Identity>,
}

#[get("/health/live")]
async fn live() -> HttpResponse {
    answer(HttpResponse::Ok(), r#"{"status":"live"}"#)
}

#[get("/health/ready")]
async fn ready(health: Data<Health>) -> HttpResponse {
    let read = health.identity.store().read(Reading::Point, |tx| Ok(tx.accounts().operations()?));
    match tokio::time::timeout(READY_WITHIN, read).await {
        Ok(Ok(Some(_))) => answer(HttpResponse::Ok(), r#"{"status":"ready"}"#),
        Ok(Ok(None)) => unready(r#"{"status":"unready","reason":"the database is empty"}"#),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            unready(r#"{"status":"unready","reason":"the database cannot be read"}"#)
        }
        Err(_) => unready(r#"{"status":"unready","reason":"the database does not answer in time"}"#),
    }
}

fn unready(body: &'static str) -> HttpResponse {
    let mut response = HttpResponse::ServiceUnavailable();
    response.insert_header((RETRY_AFTER, "1"));
    answer(response, body)
}

fn answer(mut response: HttpResponseBuilder, body: &'static str) -> HttpResponse {
    response.insert_header((CACHE_CONTROL, "no-store")).content_type("application/json").body(body)
}

#[cfg(test)]
mod tests;
