//! Refusals as pages say them.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::answer::{Frame, page as write, retry_after};
use super::cookies::Cookies;
use super::language::Language;
use super::panel::Panel;
use super::words::Words;
use crate::Api;
use crate::http::context::Context;
use crate::http::dialect::Dialect;
use crate::http::dispatch;
use crate::http::failure::Failure;
use crate::http::problem::Problem;
use crate::http::route::Captures;
use crate::http::trace::Trace;

/// How long to wait, if waiting helps.
pub(super) fn wait(words: &Words, problem: &Problem) -> Option<String> {
    match problem.status {
        StatusCode::TOO_MANY_REQUESTS => Some((words.throttled)(problem.retry_after_secs.unwrap_or(1))),
        StatusCode::SERVICE_UNAVAILABLE => Some(words.overloaded.to_owned()),
        _ => None,
    }
}

/// The page of a form that is not one of ours, or not any more.
pub(super) fn stale(cx: &Context, cookies: &Cookies) -> HttpResponse {
    let language = Language::of(cx.request.headers());
    say(cx, cookies, StatusCode::FORBIDDEN, language.words().stale.to_owned())
}

/// The page of any refusal that no form shows.
pub(super) fn page(request: &HttpRequest, trace: Trace, failure: &Failure) -> HttpResponse {
    let problem = Problem::of(failure);
    dispatch::note(request, trace, failure, &problem);
    let Some(api) = request.app_data::<web::Data<Api>>().cloned() else {
        return HttpResponse::new(problem.status);
    };
    let words = Language::of(request.headers()).words();
    let text = wait(words, &problem).unwrap_or_else(|| {
        let text = if problem.status.is_server_error() { words.failed } else { words.unreadable };
        text.to_owned()
    });
    let cookies = Cookies::read(request.headers(), api.identity.tools());
    let (sent, verified, dialect) = (None, None, Dialect::SelfService);
    let (request, captures) = (request.clone(), Captures::default());
    let cx = Context { api, request, sent, verified, dialect, trace, captures, base: 0 };
    let mut answer = say(&cx, &cookies, problem.status, text);
    retry_after(answer.headers_mut(), problem.retry_after_secs);
    answer
}

fn say(cx: &Context, cookies: &Cookies, status: StatusCode, text: String) -> HttpResponse {
    let language = Language::of(cx.request.headers());
    let words = language.words();
    let frame = Frame::new(cx, cookies, language, words.failed_title.to_owned());
    let links = vec![("/".to_owned(), words.to_start)];
    let panel = Panel { words: vec![text], links, ..Panel::new(frame) };
    write(status, cookies, &panel).unwrap_or_else(|_| HttpResponse::new(status))
}
