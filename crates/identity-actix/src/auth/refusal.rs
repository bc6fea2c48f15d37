//! Errors as the Self-service API writes them (self-service.md §1.4).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};

use crate::http::problem::Problem;
use crate::http::writer::Object;

/// Writes a problem in this dialect.
pub(crate) fn refuse(problem: &Problem) -> HttpResponse {
    let (code, message) = told(problem);
    let mut body = Vec::with_capacity(128);
    let mut object = Object::plain(&mut body);
    object.text("code", code);
    object.text("message", message);
    object.raw("details", |out| out.extend_from_slice(b"[]"));
    object.close();
    let mut answer = HttpResponse::build(problem.status);
    answer.insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")));
    answer.insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")));
    if problem.status == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
        answer.insert_header((WWW_AUTHENTICATE, challenge));
    }
    if let Some(secs) = problem.retry_after_secs {
        answer.insert_header((RETRY_AFTER, HeaderValue::from(secs)));
    }
    if let Some(allow) = problem.allow() {
        answer.insert_header(allow);
    }
    answer.body(body)
}

fn told(problem: &Problem) -> (&'static str, &'static str) {
    if problem.is_about_credentials {
        return ("MULTIPLE_CREDENTIALS", "The request has more than one credential.");
    }
    match problem.status.as_u16() {
        401 => ("UNAUTHENTICATED", "The request has no valid credential."),
        403 => ("FORBIDDEN", "The credential does not cover this."),
        404 => ("NOT_FOUND", "There is nothing here."),
        405 => ("METHOD_NOT_ALLOWED", "The method is not served here."),
        409 => ("LIMIT_REACHED", "The request conflicts with another."),
        413 => ("PAYLOAD_TOO_LARGE", "The body is too large."),
        415 => ("UNSUPPORTED_MEDIA_TYPE", "The body has to be JSON."),
        429 => ("RATE_LIMITED", "Too many requests. Nothing was done."),
        503 => ("UNAVAILABLE", "The service cannot answer now. Nothing was done."),
        status if status >= 500 => ("INTERNAL_ERROR", "The service failed."),
        _ => ("INVALID_REQUEST", "The request is not valid."),
    }
}
