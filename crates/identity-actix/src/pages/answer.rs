//! Answers: a page or a redirect, each with the same headers.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION, REFERRER_POLICY,
    RETRY_AFTER, SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use askama::Template;
use identity_core::Error;

use super::cookies::Cookies;
use super::guard;
use super::language::Language;
use super::notice::Notice;
use super::visit::Visit;
use super::words::Words;
use crate::http::context::Context;
use crate::http::route::Answer;

/// No script and nothing from elsewhere; forms lead here alone, and no page shows this one in itself.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What every page has around it.
pub(super) struct Frame {
    pub(super) words: &'static Words,
    pub(super) language: Language,
    pub(super) title: String,
    pub(super) product: String,
    /// The value of the guard's field.
    pub(super) guard: String,
    /// The name of the person who is signed in.
    pub(super) name: Option<String>,
    pub(super) notice: Option<&'static str>,
}

impl Frame {
    /// The frame of a page for nobody in particular.
    pub(super) fn new(cx: &Context, cookies: &Cookies, language: Language, title: String) -> Self {
        let tools = cx.identity().tools();
        let product = tools.settings.product_name.clone();
        let guard = guard::value(tools, cookies);
        Self { words: language.words(), language, title, product, guard, name: None, notice: None }
    }
}

impl Visit {
    /// The frame of a page.
    pub(super) fn frame(&self, title: impl Into<String>) -> Frame {
        let name = self.visitor.as_ref().map(|visitor| match visitor.principal.name.trim() {
            "" => visitor.email.to_string(),
            name => name.to_owned(),
        });
        let notice = Notice::parse(self.field("notice")).map(|notice| notice.text(self.words()));
        Frame { name, notice, ..Frame::new(&self.cx, &self.cookies, self.language, title.into()) }
    }

    /// A page.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be written.
    pub(super) fn page(&self, status: StatusCode, template: &impl Template) -> Answer {
        Ok(page(status, &self.cookies, template)?)
    }
}

/// To another page, with cookies.
pub(super) fn redirect(to: &str, cookies: [Option<HeaderValue>; 2]) -> HttpResponse {
    let mut answer = bare(StatusCode::SEE_OTHER).finish();
    // A path that is no header value leads to the first page.
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    answer.headers_mut().insert(LOCATION, to);
    for line in cookies.into_iter().flatten() {
        answer.headers_mut().append(SET_COOKIE, line);
    }
    answer
}

/// To another page.
pub(super) fn go(to: &str) -> HttpResponse {
    redirect(to, [None, None])
}

/// To the page for signing in, and from there back to this path of ours.
pub(super) fn go_sign_in(back: &str) -> HttpResponse {
    go(&format!("/sign-in?return={back}"))
}

/// A page.
///
/// # Errors
/// [`Error::Internal`] when it cannot be written.
pub(super) fn page(
    status: StatusCode,
    cookies: &Cookies,
    template: &impl Template,
) -> Result<HttpResponse, Error> {
    let text = template.render().map_err(|error| Error::Internal(format!("a page: {error}")))?;
    let mut answer = bare(status).body(text);
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    answer.headers_mut().insert(CONTENT_TYPE, html);
    if let Some(line) = cookies.line() {
        answer.headers_mut().append(SET_COOKIE, line);
    }
    Ok(answer)
}

/// An answer with the headers that all have. Addresses may hold codes, so no other place is told them.
fn bare(status: StatusCode) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        answer.insert_header((name, HeaderValue::from_static(value)));
    }
    answer
}

/// Says when to try again.
pub(super) fn retry_after(headers: &mut HeaderMap, secs: Option<u32>) {
    if let Some(secs) = secs {
        headers.insert(RETRY_AFTER, HeaderValue::from(secs));
    }
}
