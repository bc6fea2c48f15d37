//! The one thin layer around every handler: trace, size, credential, route, refusals and panics.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::LazyLock;
use std::task::Poll;

use actix_web::dev::{
    AppService, HttpServiceFactory, ResourceDef, ServiceRequest, ServiceResponse, fn_service,
};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use identity_core::Error;

use super::body;
use super::context::Context;
use super::credential;
use super::failure::Failure;
use super::problem::Problem;
use super::route::{Answer, Found, Opening, Router};
use super::trace::Trace;
use crate::table::routes;
use crate::{Api, auth};

/// The bases that the Platform API is served under, identically.
const BASES: [&str; 2] = ["/v1", "/public/v1"];
/// What belongs to the Self-service API: its errors look different, and it does not authenticate before it routes.
const SELF_SERVICE: &str = "/v1/auth";

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
static ROUTER: LazyLock<Router> = LazyLock::new(|| Router::new(routes()));

/// Registers both bases.
pub(crate) struct Dialect;

impl HttpServiceFactory for Dialect {
    fn register(self, config: &mut AppService) {
        for base in BASES {
            config.register_service(ResourceDef::root_prefix(base), None, fn_service(serve), None);
        }
    }
}

/// Answers what no base has.
pub(crate) async fn unknown(request: HttpRequest) -> HttpResponse {
    let trace = Trace::of(request.headers());
    finish(&request, trace, Err(Error::NotFound.into()))
}

async fn serve(request: ServiceRequest) -> Result<ServiceResponse, actix_web::Error> {
    let (request, payload) = request.into_parts();
    let trace = Trace::of(request.headers());
    body::keep(&request, payload);
    let mut work = pin!(answer(request.clone(), trace));
    // A panic ends this request alone; what it shared with others is protected by its own locks and transactions.
    let answer = poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx))) {
        Ok(poll) => poll,
        Err(_) => Poll::Ready(Err(Failure::Panicked)),
    })
    .await;
    let answer = body::hand_on(&request, finish(&request, trace, answer));
    Ok(ServiceResponse::new(request, answer))
}

fn finish(request: &HttpRequest, trace: Trace, answer: Answer) -> HttpResponse {
    let mut answer = answer.unwrap_or_else(|failure| refuse(request, trace, &failure));
    if let Ok(id) = HeaderValue::try_from(trace.id()) {
        answer.headers_mut().insert(REQUEST_ID.clone(), id);
    }
    answer
}

fn refuse(request: &HttpRequest, trace: Trace, failure: &Failure) -> HttpResponse {
    let path = request.path();
    let problem = Problem::of(failure);
    if problem.status.is_server_error() {
        // Paths hold identifiers only; queries may hold token values and are never logged.
        let (status, method, trace_id) = (problem.status.as_u16(), request.method().as_str(), trace.id());
        if problem.retry_after_secs.is_some() {
            tracing::warn!(trace_id, method, path, status, cause = ?failure, "request postponed");
        } else {
            tracing::error!(trace_id, method, path, status, cause = ?failure, "request failed");
        }
    }
    if is_below(path, SELF_SERVICE) { auth::refuse(&problem) } else { problem.answer(path, trace) }
}

fn is_below(path: &str, base: &str) -> bool {
    path.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

async fn answer(request: HttpRequest, trace: Trace) -> Answer {
    let path = request.path();
    body::check_length(request.headers())?;
    let base = BASES.into_iter().find(|base| is_below(path, base)).unwrap_or_default();
    let is_platform = !is_below(path, SELF_SERVICE);
    let found = match ROUTER.find(path.get(base.len()..).unwrap_or_default(), request.method()) {
        // The Self-service API has one base.
        Found::Route(route, _) if is_platform && is_below(route.pattern, "/auth") => Found::Nothing,
        found => found,
    };
    let api = request.app_data::<web::Data<Api>>().cloned();
    let api = api.ok_or_else(|| Error::Internal("the application has no web::Data<Api>".into()))?;
    let verified = if is_platform || matches!(found, Found::Route(..)) {
        let verified = credential::verify(&api.identity, request.headers()).await?;
        let opens =
            |found: &Found| matches!(found, Found::Route(r, _) if r.opening == Opening::CredentialOrCode);
        if verified.is_none() && !opens(&found) {
            return Err(Error::Unauthenticated.into());
        }
        verified
    } else {
        None
    };
    match found {
        Found::Route(route, captures) => {
            let base = base.len();
            let sent = None;
            (route.handler)(Context { api, request, sent, verified, trace, captures, base }).await
        }
        Found::OtherMethods(allow) => Err(Failure::Method(allow)),
        Found::Nothing => Err(Error::NotFound.into()),
    }
}
