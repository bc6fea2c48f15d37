//! The HTTP dialects of [`identity_core`] over actix-web: routes, bodies and representations, and no rule.
//!
//! The Platform API is served under `/v1` and, identically, under `/public/v1`; the Self-service API stands at the
//! root and under `/v1/auth`, the Provisioning API under `/v2`. [`configure`] registers everything; no middleware is needed, because one thin layer
//! around every handler already gives each answer its `X-Request-Id`, turns refusals into problem documents and
//! contains panics.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use actix_web::{App, HttpServer, web};
//! use identity_actix::{Api, HttpSettings, configure};
//! use identity_core::service::Identity;
//!
//! async fn serve(identity: Arc<Identity>) -> std::io::Result<()> {
//!     let api = web::Data::new(Api::new(identity, HttpSettings::default()));
//!     HttpServer::new(move || App::new().app_data(api.clone()).configure(configure))
//!         .bind("127.0.0.1:8080")?
//!         .run()
//!         .await
//! }
//! ```
//!
//! Folders are named after aggregates, as in every crate. In each, `handlers` translate between HTTP and a use case,
//! `body` reads what was sent and `view` writes what is shown; what they share is in `http`. Routes stand in one
//! table, which [`routes`] exports.

mod account;
mod api_token;
mod audit;
mod buyer;
mod group;
mod http;
mod membership;
mod module;
mod openapi;
mod pages;
mod provisioning;
mod self_service;
mod table;
#[cfg(test)]
mod tests;
mod user;

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use identity_core::service::Identity;

pub use http::network::{MalformedNetwork, Network};
pub use http::route::{Opening, Route};
pub use openapi::{configure_documents, document};
pub use pages::configure_pages;
pub use provisioning::provisioning_routes;
pub use self_service::{key_set, self_service_routes};
pub use table::routes;

/// What the operator decided about HTTP.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// Peers whose `X-Forwarded-For` is believed; nobody's by default.
    pub trusted_proxies: Vec<Network>,
    /// How long the body of a request may take to arrive; 30 seconds by default.
    pub body_within: Duration,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self { trusted_proxies: Vec::new(), body_within: Duration::from_secs(30) }
    }
}

/// The API of one service; an application holds it as `web::Data<Api>`.
pub struct Api {
    pub(crate) identity: Arc<Identity>,
    pub(crate) settings: HttpSettings,
}

impl std::fmt::Debug for Api {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Api").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Api {
    /// Serves `identity`.
    pub fn new(identity: Arc<Identity>, settings: HttpSettings) -> Self {
        Self { identity, settings }
    }
}

/// Registers both bases, and an answer for every other path. The application has to hold a `web::Data<Api>`.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(http::dispatch::Service).default_service(web::to(http::dispatch::unknown));
}
