//! Bodies: read whole, bounded before they are parsed, and handed to core as members (platform.md §1.3).

mod members;
mod multipart;
mod parse;
mod payload;
mod text;

use actix_web::http::header::{CONTENT_TYPE, HeaderMap};
use actix_web::rt::time::timeout;
use identity_core::Error;
use identity_core::icon::Icon;
use identity_core::value::Member;

use super::context::Context;
use super::failure::Failure;
pub(crate) use members::{Members, ids_of};
pub(crate) use multipart::Form;
pub(crate) use parse::Json;
pub(crate) use payload::{check_length, hand_on, keep, read_ahead};

/// Whether a body has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// An empty body is malformed.
    Required,
    /// An empty body is an object without members.
    Optional,
}

/// A body that was read, or the reason why it was not, to be told in its turn.
pub(crate) struct Body<I>(Result<I, Failure>);

impl<I: Default> Body<I> {
    /// The input of a verb that reads no body.
    pub(crate) fn none() -> Self {
        Self(Ok(I::default()))
    }
}

impl<I> Body<I> {
    /// What core is handed, and the reason that core does not know.
    pub(crate) fn split(self) -> (Result<I, Error>, Option<Failure>) {
        match self.0 {
            Ok(input) => (Ok(input), None),
            Err(Failure::Core(error)) => (Err(error), None),
            Err(failure) => (Err(Error::Unread), Some(failure)),
        }
    }
}

impl Context {
    /// Reads an object.
    ///
    /// # Errors
    /// [`Failure::TooLarge`] and [`Failure::Slow`]; everything else is inside, because visibility and rights come first.
    pub(crate) async fn body<I>(
        &mut self,
        need: Need,
        read: impl FnOnce(&mut Members) -> I,
    ) -> Result<Body<I>, Failure> {
        self.try_body(need, |sent| Ok(read(sent))).await
    }

    /// Reads an object whose form can be wrong as a whole.
    ///
    /// # Errors
    /// As [`body`](Self::body).
    pub(crate) async fn try_body<I>(
        &mut self,
        need: Need,
        read: impl FnOnce(&mut Members) -> Result<I, Error>,
    ) -> Result<Body<I>, Failure> {
        let members = self.members(need).await?;
        Ok(Body(members.and_then(|mut members| read(&mut members).map_err(Failure::Core))))
    }

    /// Reads an object that may come with a file: alone as JSON, or in parts. `read` is given the picture in the
    /// file, or what is wrong with it.
    ///
    /// # Errors
    /// As [`body`](Self::body).
    pub(crate) async fn form<I>(
        &mut self,
        form: &Form,
        read: impl FnOnce(&mut Members, Member<Icon>) -> I,
    ) -> Result<Body<I>, Failure> {
        if !multipart::is_form(self.request.headers().get(CONTENT_TYPE)) {
            return self.body(Need::Required, |sent| read(sent, Member::Absent)).await;
        }
        let body = match self.bytes().await? {
            Ok(body) => body,
            Err(failure) => return Ok(Body(Err(failure))),
        };
        // The body is there, so this cannot take long whatever is in it; the limit is for a parser that waits for more.
        let reading = multipart::parts(self.request.headers(), body, form);
        let parts = timeout(self.api.settings.body_within, reading).await.map_err(|_| Failure::Slow)?;
        if let Ok(parts) = &parts {
            // What stands between the parts differs each time that the same form is sent.
            let mut sent: Vec<&[u8]> = vec![b"parts", &parts.json];
            sent.extend(parts.file.as_deref());
            self.note_sent(&sent);
        }
        let bytes_max = self.identity().tools().settings.icon_bytes_max;
        Ok(Body(parts.and_then(|parts| {
            let mut members = parse::parse(&parts.json, self.dialect.depth_max())
                .map_err(Failure::Malformed)
                .and_then(object)?;
            let icon = parts.file.map_or(Member::Absent, |file| {
                Icon::read(file.into(), bytes_max).map_or_else(|bad| Member::Bad(bad.0), Member::Value)
            });
            Ok(read(&mut members, icon))
        })))
    }

    /// The body of a verb that reads none; what is sent all the same is not looked at.
    ///
    /// # Errors
    /// As [`body`](Self::body).
    pub(crate) async fn no_body<I: Default>(&mut self) -> Result<Body<I>, Failure> {
        Ok(Body(self.bytes().await?.map(|_| I::default())))
    }

    /// Reads an array.
    ///
    /// # Errors
    /// As [`body`](Self::body).
    pub(crate) async fn array<I>(&mut self, read: impl FnOnce(Vec<Json>) -> I) -> Result<Body<I>, Failure> {
        let json = self.json(Need::Required).await?;
        let input = json.and_then(|json| match json {
            Json::List(items) => Ok(read(items)),
            _ => Err(Failure::Malformed("The body has to be a JSON array.")),
        });
        Ok(Body(input))
    }

    /// The members of an object.
    ///
    /// # Errors
    /// As [`body`](Self::body).
    pub(crate) async fn members(&mut self, need: Need) -> Result<Result<Members, Failure>, Failure> {
        Ok(self.json(need).await?.and_then(object))
    }

    async fn json(&mut self, need: Need) -> Result<Result<Json, Failure>, Failure> {
        let bytes = match self.bytes().await? {
            Ok(bytes) => bytes,
            Err(failure) => return Ok(Err(failure)),
        };
        if bytes.is_empty() {
            return Ok(match need {
                Need::Optional => Ok(Json::Object(Members::default())),
                Need::Required => Err(Failure::Malformed("The body is missing.")),
            });
        }
        if !is_json(self.request.headers()) {
            return Ok(Err(Failure::MediaType));
        }
        Ok(parse::parse(&bytes, self.dialect.depth_max()).map_err(Failure::Malformed))
    }
}

fn object(json: Json) -> Result<Members, Failure> {
    match json {
        Json::Object(members) => Ok(members),
        _ => Err(Failure::Malformed("The body has to be a JSON object.")),
    }
}

/// `application/json` or `application/*+json`, in UTF-8 if it says so.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) else { return false };
    let mut parts = value.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_kind = kind == "application/json"
        || kind.strip_prefix("application/").and_then(|kind| kind.strip_suffix("+json")).is_some_and(
            |name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b)),
        );
    is_kind
        && parts.all(|part| match part.split_once('=') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
                value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    #[test]
    fn json_is_known_by_its_media_type() {
        let is = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_str(text).unwrap());
            is_json(&headers)
        };
        for good in [
            "application/json",
            "Application/JSON; charset=UTF-8",
            "application/merge-patch+json",
            "application/vnd.api+json; profile=\"x\"",
        ] {
            assert!(is(good), "{good}");
        }
        for bad in ["", "text/json", "application/+json", "application/json; charset=latin1", "json", "*/*"] {
            assert!(!is(bad), "{bad}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
