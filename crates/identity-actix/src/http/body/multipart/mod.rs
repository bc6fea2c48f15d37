//! Bodies in parts: one with the object as JSON and at most one with a file (platform.md §1.3, RFC 7578).

#[cfg(test)]
mod tests;

use std::future::ready;

use actix_multipart::{Field, Multipart};
use actix_web::http::header::{HeaderMap, HeaderValue};
use actix_web::web::Bytes;
use futures_util::{StreamExt as _, stream};

use super::is_json;
use crate::http::failure::Failure;

/// The names of the parts that a body may have; others are ignored.
pub(crate) struct Form {
    /// The part with the object.
    pub json: &'static str,
    /// The part with the file.
    pub file: &'static str,
}

/// What was found in a body.
#[derive(Debug)]
pub(super) struct Parts {
    /// The object as it was sent.
    pub json: Bytes,
    /// The file as it was sent.
    pub file: Option<Bytes>,
}

/// The most parts that a body has.
const PARTS_MAX: usize = 8;

const UNREADABLE: Failure = Failure::Malformed("The body is no readable multipart/form-data.");
const TOO_MANY: Failure = Failure::Malformed("The body has more than 8 parts.");
const TWICE: Failure = Failure::Malformed("The body has a part twice.");
const NO_OBJECT: Failure = Failure::Malformed("The body has no part with the object.");
const NOT_JSON: Failure =
    Failure::Malformed("The part with the object has to be application/json, without a file name.");

/// Whether a body is in parts.
pub(super) fn is_form(content_type: Option<&HeaderValue>) -> bool {
    let kind = content_type.and_then(|value| value.to_str().ok()).and_then(|text| text.split(';').next());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("multipart/form-data"))
}

/// One part of those that count.
struct Part {
    content: Bytes,
    has_file_name: bool,
    is_json: bool,
}

impl Part {
    async fn read(mut field: Field, bytes_max: usize) -> Result<Self, Failure> {
        let file_name = field.content_disposition().and_then(|disposition| disposition.get_filename());
        let (has_file_name, is_json) =
            (file_name.is_some_and(|name| !name.is_empty()), is_json(field.headers()));
        let content = field.bytes(bytes_max).await.map_err(|_| UNREADABLE)?.map_err(|_| UNREADABLE)?;
        Ok(Self { content, has_file_name, is_json })
    }

    /// A browser sends a part without name and content for a file that nobody chose.
    fn is_file(&self) -> bool {
        self.has_file_name || !self.content.is_empty()
    }
}

/// Finds the parts of a body, which come in any order.
///
/// # Errors
/// [`Failure::Malformed`].
pub(super) async fn parts(headers: &HeaderMap, body: Bytes, form: &Form) -> Result<Parts, Failure> {
    let bytes_max = body.len();
    let mut fields = Multipart::new(headers, stream::once(ready(Ok(body))));
    let (mut json, mut file, mut count) = (None, None, 0);
    while let Some(field) = fields.next().await {
        let field = field.map_err(|_| UNREADABLE)?;
        count += 1;
        if count > PARTS_MAX {
            return Err(TOO_MANY);
        }
        let name = field.name().unwrap_or_default().to_owned();
        let part = Part::read(field, bytes_max).await?;
        let place = match name {
            name if name == form.json => &mut json,
            name if name == form.file => &mut file,
            _ => continue,
        };
        if place.replace(part).is_some() {
            return Err(TWICE);
        }
    }
    let json = json.ok_or(NO_OBJECT)?;
    if json.has_file_name || !json.is_json {
        return Err(NOT_JSON);
    }
    let file = file.filter(Part::is_file).map(|part| part.content);
    Ok(Parts { json: json.content, file })
}
