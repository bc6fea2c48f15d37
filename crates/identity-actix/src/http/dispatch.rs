//! The one thin layer around every handler: trace, size, credential, route, refusals and panics.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
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
use super::dialect::Dialect;
use super::failure::Failure;
use super::problem::Problem;
use super::route::{Answer, Found, Opening};
use super::trace::Trace;
use crate::{Api, provisioning, self_service};

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Registers everything that is served.
pub(crate) struct Service;

impl HttpServiceFactory for Service {
    fn register(self, config: &mut AppService) {
        for prefix in Dialect::prefixes() {
            config.register_service(ResourceDef::root_prefix(prefix), None, fn_service(serve), None);
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
    let answer = contained(answer(request.clone(), trace)).await;
    let answer = body::hand_on(&request, finish(&request, trace, answer));
    Ok(ServiceResponse::new(request, answer))
}

/// Runs a handler. A panic ends this request alone; what it shared with others is protected by its own locks and
/// transactions.
pub(crate) async fn contained(work: impl Future<Output = Answer>) -> Answer {
    let mut work = pin!(work);
    poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx))) {
        Ok(poll) => poll,
        Err(_) => Poll::Ready(Err(Failure::Panicked)),
    })
    .await
}

fn finish(request: &HttpRequest, trace: Trace, answer: Answer) -> HttpResponse {
    let answer = marked(answer.unwrap_or_else(|failure| refuse(request, trace, &failure)), trace);
    if Dialect::of(request.path()).0 == Dialect::Provisioning {
        provisioning::marked(answer, trace)
    } else {
        answer
    }
}

/// The answer with the identifier of its trace.
pub(crate) fn marked(mut answer: HttpResponse, trace: Trace) -> HttpResponse {
    if let Ok(id) = HeaderValue::try_from(trace.id()) {
        answer.headers_mut().insert(REQUEST_ID.clone(), id);
    }
    answer
}

fn refuse(request: &HttpRequest, trace: Trace, failure: &Failure) -> HttpResponse {
    let path = request.path();
    let problem = Problem::of(failure);
    note(request, trace, failure, &problem);
    match Dialect::of(path).0 {
        Dialect::Platform => problem.answer(path, trace),
        Dialect::SelfService => self_service::refuse(path, failure, &problem),
        Dialect::Provisioning => provisioning::refuse(failure, &problem),
    }
}

/// Tells operators of what is no fault of whoever asked.
pub(crate) fn note(request: &HttpRequest, trace: Trace, failure: &Failure, problem: &Problem) {
    if !problem.status.is_server_error() {
        return;
    }
    // Paths hold identifiers only, codes are masked; queries may hold token values and are never logged.
    let path = &*self_service::masked(request.path());
    let (method, trace_id) = (request.method().as_str(), trace.id());
    let status = problem.status.as_u16();
    if problem.retry_after_secs.is_some() {
        tracing::warn!(trace_id, method, path, status, cause = ?failure, "request postponed");
    } else {
        tracing::error!(trace_id, method, path, status, cause = ?failure, "request failed");
    }
}

async fn answer(request: HttpRequest, trace: Trace) -> Answer {
    let path = request.path();
    let (dialect, base) = Dialect::of(path);
    body::check_length(dialect, request.headers())?;
    let found = dialect.router().find(path.get(base..).unwrap_or_default(), request.method());
    let api = request.app_data::<web::Data<Api>>().cloned();
    let api = api.ok_or_else(|| Error::Internal("the application has no web::Data<Api>".into()))?;
    let opening = match (&found, dialect) {
        (Found::Route(route, _), _) => route.opening,
        (_, Dialect::Platform) => Opening::Credential,
        (_, Dialect::SelfService) => Opening::Anybody,
        (_, Dialect::Provisioning) => Opening::Kinds(provisioning::MACHINES),
    };
    let verified = match dialect {
        Dialect::Provisioning => Some(provisioning::admit(&api, &request, opening, trace).await?),
        _ => credential::admit(&api.identity, request.headers(), opening).await?,
    };
    match found {
        Found::Route(route, captures) => {
            let sent = None;
            (route.handler)(Context { api, request, sent, verified, dialect, trace, captures, base }).await
        }
        Found::OtherMethods(allow) => Err(Failure::Method(allow)),
        Found::Nothing => Err(Error::NotFound.into()),
    }
}
