//! Successful answers: what a use case's result becomes, and what it becomes on the wire.

use std::fmt::Display;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH, LOCATION,
};
use identity_core::condition::Tag;
use identity_core::idempotency::KeptAnswer;

use super::condition::Tags;
use super::context::Context;
use super::failure::Failure;
use super::select::Selection;
use super::writer::{Object, object};

/// Whether an answer may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cache {
    /// By the client, asking again before each use.
    Private,
    /// By nobody: lists, secrets, codes.
    Never,
}

impl Cache {
    /// The value of `Cache-Control`.
    pub(crate) fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Private => "private, no-cache",
            Self::Never => "no-store",
        })
    }
}

/// Bytes that an object takes, roughly.
const OBJECT_BYTES: usize = 1024;

/// Writes one object.
pub(crate) fn render(selection: &Selection, write: impl FnOnce(&mut Object)) -> Vec<u8> {
    let mut out = Vec::with_capacity(OBJECT_BYTES);
    object(&mut out, selection, write);
    out
}

/// A successful answer before it is sent.
pub(crate) struct Reply {
    status: StatusCode,
    /// What stands at the end of the address of what was made.
    place: Option<String>,
    tag: Option<Tag>,
    body: Vec<u8>,
    /// The body with what is shown this once.
    secret: Option<Vec<u8>>,
}

impl Reply {
    /// 200 with an object in the state that the tag stands for.
    pub(crate) fn shown(tag: Tag, body: Vec<u8>) -> Self {
        Self { tag: Some(tag), ..Self::plain(body) }
    }

    /// 200 with something that has no states.
    pub(crate) fn plain(body: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, place: None, tag: None, body, secret: None }
    }

    /// 204.
    pub(crate) fn gone() -> Self {
        Self { status: StatusCode::NO_CONTENT, ..Self::plain(Vec::new()) }
    }

    /// 201, at this place below the collection.
    pub(crate) fn created(self, place: impl Display) -> Self {
        Self { status: StatusCode::CREATED, place: Some(place.to_string()), ..self }
    }

    /// What is kept of it, so that it can be answered again: everything but what is shown once.
    pub(crate) fn kept(&self) -> KeptAnswer {
        KeptAnswer {
            status: self.status.as_u16(),
            place: self.place.clone(),
            tag: self.tag.map(|tag| tag.to_string()),
            body: self.body.clone(),
        }
    }

    /// With a secret or a code, if there is one: `body` is what is sent this once and kept by nobody.
    pub(crate) fn with_secret(self, body: Option<Vec<u8>>) -> Self {
        Self { secret: body, ..self }
    }
}

/// 200 with a body that is no single object.
pub(crate) fn ok(body: Vec<u8>, cache: Cache) -> HttpResponse {
    json(StatusCode::OK, body, cache)
}

pub(super) fn quoted(tag: impl Display) -> Option<HeaderValue> {
    HeaderValue::try_from(format!("\"{tag}\"")).ok()
}

pub(super) fn put(answer: &mut HttpResponse, name: HeaderName, value: Option<HeaderValue>) {
    if let Some(value) = value {
        answer.headers_mut().insert(name, value);
    }
}

impl Context {
    /// Sends the answer to a reading or a writing request; 304 without a body if a reader has this state already.
    ///
    /// # Errors
    /// Those of [`unchanged`](Self::unchanged).
    pub(crate) fn send(&self, reply: Reply) -> Result<HttpResponse, Failure> {
        if let Some(tag) = reply.tag
            && let Some(answer) = self.unchanged(tag)?
        {
            return Ok(answer);
        }
        let cache = if reply.secret.is_some() { Cache::Never } else { Cache::Private };
        let mut answer = match reply.status {
            StatusCode::NO_CONTENT => HttpResponse::NoContent().finish(),
            status => json(status, reply.secret.unwrap_or(reply.body), cache),
        };
        put(&mut answer, ETAG, reply.tag.and_then(quoted));
        put(&mut answer, LOCATION, reply.place.and_then(|place| self.location(place)));
        Ok(answer)
    }

    /// An address below the path as the client wrote it.
    pub(super) fn location(&self, place: impl Display) -> Option<HeaderValue> {
        HeaderValue::try_from(format!("{}/{place}", self.request.path())).ok()
    }

    /// 304, if the request reads and `If-None-Match` names the tag.
    ///
    /// # Errors
    /// [`Failure::Malformed`].
    pub(crate) fn unchanged(&self, tag: impl Display) -> Result<Option<HttpResponse>, Failure> {
        if !self.reads() {
            return Ok(None);
        }
        let known = Tags::read(self.request.headers(), &IF_NONE_MATCH);
        let known = known.map_err(|_| Failure::Malformed("If-None-Match is no list of entity tags."))?;
        let tag = tag.to_string();
        if known.is_none_or(|known| !known.match_weakly(&tag)) {
            return Ok(None);
        }
        let mut answer = HttpResponse::NotModified();
        answer.insert_header((CACHE_CONTROL, Cache::Private.header()));
        let mut answer = answer.finish();
        put(&mut answer, ETAG, quoted(tag));
        Ok(Some(answer))
    }
}

fn json(status: StatusCode, body: Vec<u8>, cache: Cache) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")))
        .insert_header((CACHE_CONTROL, cache.header()))
        .body(body)
}
