//! One request for a page: who asks, in which language, with which fields.

use std::future::Future;
use std::pin::Pin;

use actix_web::{HttpRequest, HttpResponse, web};
use identity_core::Error;
use identity_core::port::{Reading, Transaction};
use identity_core::service::Call;
use identity_core::session::Visitor;

use super::cookies::Cookies;
use super::guard;
use super::language::Language;
use super::refusal;
use super::words::Words;
use crate::Api;
use crate::http::body;
use crate::http::context::Context;
use crate::http::dialect::Dialect;
use crate::http::dispatch;
use crate::http::failure::Failure;
use crate::http::route::{Answer, Captures};
use crate::http::trace::Trace;

/// A handler on its way.
pub(super) type Handling = Pin<Box<dyn Future<Output = Answer>>>;

/// What a method does at an address.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub(super) handler: fn(Visit) -> Handling,
    /// The fields of the form; `None` where nothing is sent.
    pub(super) fields: Option<&'static [&'static str]>,
}

/// One request for a page.
pub(super) struct Visit {
    pub(super) cx: Context,
    /// Whoever the cookie is of.
    pub(super) visitor: Option<Visitor>,
    pub(super) language: Language,
    pub(super) cookies: Cookies,
    /// The fields that were sent: in the address, or in the form.
    fields: Vec<(String, String)>,
}

/// Answers a request for a page.
pub(super) async fn serve(request: HttpRequest, payload: web::Payload, step: Step) -> HttpResponse {
    let trace = Trace::of(request.headers());
    body::keep(&request, payload.into_inner());
    let answer = dispatch::contained(answer(request.clone(), trace, step)).await;
    let answer = answer.unwrap_or_else(|failure| refusal::page(&request, trace, &failure));
    body::hand_on(&request, dispatch::marked(answer, trace))
}

async fn answer(request: HttpRequest, trace: Trace, step: Step) -> Answer {
    body::check_length(Dialect::SelfService, request.headers())?;
    let api = request.app_data::<web::Data<Api>>().cloned();
    let api = api.ok_or_else(|| Error::Internal("the application has no web::Data<Api>".into()))?;
    let cookies = Cookies::read(request.headers(), api.identity.tools());
    let captures = Captures::default();
    // The bounds of a form are those of the Self-service API.
    let dialect = Dialect::SelfService;
    let mut cx = Context { api, request, sent: None, verified: None, dialect, trace, captures, base: 0 };
    let fields = match step.fields {
        None => query(cx.request.query_string()),
        Some(known) => {
            let fields = form(&mut cx, known).await?;
            if !guard::admits(&cx, &cookies, &fields) {
                return Ok(refusal::stale(&cx, &cookies));
            }
            fields
        }
    };
    let visitor = visitor(&cx, &cookies).await?;
    let chosen = visitor.as_ref().and_then(|visitor| visitor.language.as_ref());
    let language = chosen.and_then(|code| Language::parse(code.as_str()));
    let language = language.unwrap_or_else(|| Language::of(cx.request.headers()));
    (step.handler)(Visit { cx, visitor, language, cookies, fields }).await
}

async fn visitor(cx: &Context, cookies: &Cookies) -> Result<Option<Visitor>, Error> {
    let Some(cookie) = &cookies.session else { return Ok(None) };
    match cx.identity().authenticate_cookie(cookie.expose()).await {
        Ok(visitor) => Ok(Some(visitor)),
        Err(Error::Unauthenticated) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What an address says; one that cannot be read says nothing.
fn query(text: &str) -> Vec<(String, String)> {
    web::Query::<Vec<(String, String)>>::from_query(text).map(web::Query::into_inner).unwrap_or_default()
}

/// A form with the fields that are known, each at most once.
async fn form(cx: &mut Context, known: &[&str]) -> Result<Vec<(String, String)>, Failure> {
    let fields = cx.pairs().await?;
    let is_known = |name: &str| name == guard::FIELD || known.contains(&name);
    match fields.iter().find(|(name, _)| !is_known(name)) {
        Some((name, _)) => Err(Failure::UnknownMember(name.clone())),
        None => Ok(fields),
    }
}

impl Visit {
    /// The texts in the language of this visit.
    pub(super) fn words(&self) -> &'static Words {
        self.language.words()
    }

    /// A field as it was sent, empty if it was not.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(sent, _)| sent == name).map_or("", |(_, value)| value)
    }

    /// Takes a field away, so that there is one copy of a secret.
    pub(super) fn take(&mut self, name: &str) -> String {
        let field = self.fields.iter_mut().find(|(sent, _)| sent == name);
        field.map(|(_, value)| std::mem::take(value)).unwrap_or_default()
    }

    /// The person who is signed in.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`].
    pub(super) fn signed_in(&self) -> Result<&Visitor, Error> {
        self.visitor.as_ref().ok_or(Error::Unauthenticated)
    }

    /// Runs a reading use case as the person who is signed in.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`]; those of the use case.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let principal = &self.signed_in()?.principal;
        self.cx.identity().read(principal, Reading::Snapshot, work).await
    }

    /// Runs a writing use case as the person who is signed in.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`]; those of the use case.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let principal = &self.signed_in()?.principal;
        self.cx.identity().write(principal, self.cx.origin(), work).await
    }
}
