//! `Idempotency-Key`: a request that may be sent twice, and its answer again (platform.md §1.6).

use actix_web::HttpResponse;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, LOCATION,
};
use actix_web::http::{Method, StatusCode};
use identity_core::Error;
use identity_core::idempotency::{Claim, Claimant, KeptAnswer};

use super::answer::{Cache, Reply, put, quoted};
use super::context::Context;
use super::failure::Failure;
use super::problem::Problem;
use super::route::Answer;
use super::terms::Unread;

/// Characters of a key.
const KEY_CHARS_MAX: usize = 255;

static KEY: HeaderName = HeaderName::from_static("idempotency-key");
static REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The header is no key.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MalformedKey;

/// Reads the key; `None` without one.
fn key(headers: &HeaderMap) -> Result<Option<&str>, MalformedKey> {
    let mut sent = headers.get_all(&KEY);
    let Some(value) = sent.next() else { return Ok(None) };
    let text = value.to_str().map_err(|_| MalformedKey)?;
    let is_key = (1..=KEY_CHARS_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    if is_key && sent.next().is_none() { Ok(Some(text)) } else { Err(MalformedKey) }
}

impl Context {
    /// Notes what was sent, part by part, so that the same request can be told from another one under its key.
    pub(super) fn note_sent(&mut self, parts: &[&[u8]]) {
        if matches!(self.key(), Ok(Some(_))) {
            self.sent = Some(self.identity().tools().digester.digest(parts));
        }
    }

    fn key(&self) -> Result<Option<&str>, MalformedKey> {
        if *self.request.method() == Method::POST { key(self.request.headers()) } else { Ok(None) }
    }

    /// Which request this is, if it is to have its effect once. The body was read before.
    pub(super) fn claim(&self, who: Option<Claimant>) -> Result<Option<Claim>, MalformedKey> {
        let (Some(key), Some(who)) = (self.key()?, who) else { return Ok(None) };
        let digester = &*self.identity().tools().digester;
        let body = self.sent.unwrap_or_else(|| digester.digest(&[]));
        let path = self.request.path().get(self.base..).unwrap_or_default();
        Ok(Some(Claim::new(digester, who, [self.request.method().as_str(), path], key, body)))
    }

    /// Answers a changing request: with what was done, with the reason why not, which is kept if it is for good, or
    /// with what was answered before.
    pub(crate) async fn settle(
        &self,
        claim: Option<Claim>,
        unread: Unread,
        done: Result<Reply, Error>,
    ) -> Answer {
        let failure = match done {
            Ok(reply) => return self.send(reply),
            Err(error) => unread.told(error),
        };
        match (claim, failure) {
            (_, Failure::Core(Error::Replayed(answer))) => self.replay(*answer),
            (Some(claim), failure) if failure.is_kept() => self.keep(claim, &failure).await,
            (_, failure) => Err(failure),
        }
    }

    /// Keeps a refusal and answers with it, or with what the same request was answered meanwhile.
    async fn keep(&self, claim: Claim, failure: &Failure) -> Answer {
        let (status, body) = Problem::of(failure).document(self.request.path(), self.trace);
        let answer = KeptAnswer { status: status.as_u16(), place: None, tag: None, body };
        match self.identity().keep(claim, answer.clone()).await {
            Ok(()) => self.kept(answer),
            Err(Error::Replayed(answer)) => self.replay(*answer),
            Err(error) => Err(error.into()),
        }
    }

    fn replay(&self, kept: KeptAnswer) -> Answer {
        let mut answer = self.kept(kept)?;
        put(&mut answer, REPLAYED.clone(), Some(HeaderValue::from_static("true")));
        Ok(answer)
    }

    /// The answer that is kept; `Location` has the base that the client uses now.
    fn kept(&self, kept: KeptAnswer) -> Answer {
        let unknown = |_| Error::Internal("a kept answer has no status".into());
        let status = StatusCode::from_u16(kept.status).map_err(unknown)?;
        if status == StatusCode::NO_CONTENT {
            return Ok(HttpResponse::NoContent().finish());
        }
        let (kind, cache) = if status.is_success() {
            ("application/json", Cache::Private)
        } else {
            ("application/problem+json", Cache::Never)
        };
        let mut answer = HttpResponse::build(status)
            .insert_header((CONTENT_TYPE, HeaderValue::from_static(kind)))
            .insert_header((CACHE_CONTROL, cache.header()))
            .body(kept.body);
        put(&mut answer, ETAG, kept.tag.and_then(quoted));
        put(&mut answer, LOCATION, kept.place.and_then(|place| self.location(place)));
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_header_of_1_to_255_visible_characters() {
        let read = |lines: &[&[u8]]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(KEY.clone(), HeaderValue::from_bytes(line).unwrap());
            }
            key(&headers).map(|key| key.map(str::len))
        };
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&[b"!"]), Ok(Some(1)));
        assert_eq!(read(&[&[b'~'; 255]]), Ok(Some(255)));
        for bad in [&[&b""[..]][..], &[b"a b"], &[b"a\tb"], &[b"\xe9"], &[&[b'k'; 256]], &[b"a", b"a"]] {
            assert_eq!(read(bad), Err(MalformedKey), "{bad:?}");
        }
    }
}
