//! Answers of the Provisioning API: always 200 with JSON (provisioning.md §1.1).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};

use identity_core::timestamp::Timestamp;

use crate::http::answer::Cache;
use crate::http::json;
use crate::http::trace::Trace;
use crate::http::writer::Object;

static CID: HeaderName = HeaderName::from_static("x-devo-cid");

/// An object. Answers may hold secrets, and what they show is true now alone.
pub(super) fn object(write: impl FnOnce(&mut Object)) -> HttpResponse {
    let mut body = Vec::with_capacity(512);
    let mut object = Object::plain(&mut body);
    write(&mut object);
    object.close();
    of(body)
}

/// A member that is `null` when it has no value.
pub(super) fn maybe(o: &mut Object, name: &'static str, value: Option<&str>) {
    o.raw(name, |out| match value {
        Some(text) => json::string(out, text),
        None => out.extend_from_slice(b"null"),
    });
}

/// A whole number, or `null`.
pub(super) fn count(o: &mut Object, name: &'static str, value: Option<u64>) {
    o.raw(name, |out| match value {
        Some(number) => json::plain(out, number),
        None => out.extend_from_slice(b"null"),
    });
}

/// A date, `yyyy-MM-ddTHH:mm:ss.SSS+0000`, or `null`.
pub(super) fn date(o: &mut Object, name: &'static str, moment: Option<Timestamp>) {
    let text = moment.map(|moment| format!("{}+0000", moment.to_string().trim_end_matches('Z')));
    maybe(o, name, text.as_deref());
}

/// What a deletion answers.
pub(super) fn gone() -> HttpResponse {
    object(|_| {})
}

/// An answer with a body that was written.
pub(super) fn of(body: Vec<u8>) -> HttpResponse {
    HttpResponse::build(StatusCode::OK)
        .insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")))
        .insert_header((CACHE_CONTROL, Cache::Never.header()))
        .body(body)
}

/// The answer with the request id of the audit trail.
pub(crate) fn marked(mut answer: HttpResponse, trace: Trace) -> HttpResponse {
    if let Ok(id) = HeaderValue::try_from(trace.id()) {
        answer.headers_mut().insert(CID.clone(), id);
    }
    answer
}
