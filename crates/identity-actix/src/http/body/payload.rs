//! The bytes of a body: bounded in length and in time (platform.md §1.3).

use std::pin::Pin;
use std::task::{self, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};
use actix_web::rt::time::timeout;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, dev};
use futures_util::StreamExt as _;
use identity_core::Error;

use super::multipart::is_form;
use crate::http::context::Context;
use crate::http::dialect::Dialect;
use crate::http::failure::Failure;

/// The most bytes of a body.
fn bytes_max(dialect: Dialect, headers: &HeaderMap) -> usize {
    match dialect {
        Dialect::Platform if is_form(headers.get(CONTENT_TYPE)) => 2 * 1024 * 1024,
        Dialect::Platform => 1024 * 1024,
        Dialect::SelfService | Dialect::Provisioning => 64 * 1024,
    }
}

/// Refuses a body that says it is too large, before anything else is looked at.
///
/// # Errors
/// [`Failure::TooLarge`].
pub(crate) fn check_length(dialect: Dialect, headers: &HeaderMap) -> Result<(), Failure> {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let length = length.and_then(|text| text.parse::<usize>().ok());
    if length.is_some_and(|length| length > bytes_max(dialect, headers)) {
        Err(Failure::TooLarge)
    } else {
        Ok(())
    }
}

/// Keeps the body with its request until it is read.
pub(crate) fn keep(request: &HttpRequest, payload: dev::Payload) {
    if !matches!(payload, dev::Payload::None) {
        request.extensions_mut().insert(payload);
    }
}

/// Hands a body that was not read to its end on to the answer. If it is still held when the last byte of the answer is
/// sent, the server closes the connection; of a chunked one that was dropped it would read the rest for as long as it
/// comes.
pub(crate) fn hand_on(request: &HttpRequest, mut answer: HttpResponse) -> HttpResponse {
    let payload = request.extensions_mut().remove::<dev::Payload>();
    let Some(payload) = payload else { return answer };
    if answer.body().size() == BodySize::None {
        answer.extensions_mut().insert(payload);
        return answer;
    }
    answer.map_body(|_, body| BoxBody::new(Holding { body, _payload: payload }))
}

/// The body of an answer that holds the body of its request. It must not say what it has at once, or it would be
/// replaced by that.
struct Holding {
    body: BoxBody,
    _payload: dev::Payload,
}

impl MessageBody for Holding {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_next(cx)
    }
}

impl Context {
    /// The whole body, empty if there is none.
    ///
    /// # Errors
    /// [`Failure::TooLarge`] and [`Failure::Slow`]; a body that breaks off is inside, because visibility and rights
    /// come first.
    pub(crate) async fn bytes(&mut self) -> Result<Result<Bytes, Failure>, Failure> {
        let read = read(&self.request, self.dialect, self.api.settings.body_within).await;
        if let Ok(Ok(bytes)) = &read {
            self.note_sent(&[bytes]);
        }
        read
    }
}

/// A body that was read before its request was authenticated, kept with the request for its handler.
struct Ahead(Bytes);

/// Reads the whole body of a request whose signature it is part of; a handler reads it again.
///
/// # Errors
/// [`Failure::TooLarge`] and [`Failure::Slow`]; [`Error::Unauthenticated`] for a body that breaks off, because nobody can
/// have signed that.
pub(crate) async fn read_ahead(
    request: &HttpRequest,
    dialect: Dialect,
    within: Duration,
) -> Result<Bytes, Failure> {
    let bytes = read(request, dialect, within).await?.map_err(|_| Error::Unauthenticated)?;
    request.extensions_mut().insert(Ahead(bytes.clone()));
    Ok(bytes)
}

async fn read(
    request: &HttpRequest,
    dialect: Dialect,
    within: Duration,
) -> Result<Result<Bytes, Failure>, Failure> {
    if let Some(Ahead(bytes)) = request.extensions_mut().remove() {
        return Ok(Ok(bytes));
    }
    let payload = request.extensions_mut().remove::<dev::Payload>();
    let Some(mut payload) = payload else { return Ok(Ok(Bytes::new())) };
    let reading = collect(&mut payload, bytes_max(dialect, request.headers()));
    let read = timeout(within, reading).await.unwrap_or(Err(Failure::Slow));
    if read.is_err() {
        keep(request, payload);
    }
    read
}

async fn collect(payload: &mut dev::Payload, bytes_max: usize) -> Result<Result<Bytes, Failure>, Failure> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let Ok(chunk) = chunk else { return Ok(Err(Failure::Malformed("The body could not be read."))) };
        if bytes.len() + chunk.len() > bytes_max {
            return Err(Failure::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Ok(bytes.freeze()))
}
