//! Lists: complete arrays, or the part that is asked for (provisioning.md §1.1).

use actix_web::HttpResponse;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::Query;
use identity_core::Error;
use identity_core::domain::{DomainRefusal, Window};

use super::answer::of;
use crate::http::context::Context;
use crate::http::failure::Failure;
use crate::http::writer::Object;

static TOTAL: HeaderName = HeaderName::from_static("x-total-count");

impl Context {
    /// The query's parameters; the last one of a name counts.
    ///
    /// # Errors
    /// [`Failure::Malformed`].
    pub(super) fn parameter(&self, name: &str) -> Result<Option<String>, Failure> {
        let sent = Query::<Vec<(String, String)>>::from_query(self.request.query_string())
            .map_err(|_| Failure::Malformed("The query cannot be read."))?
            .into_inner();
        Ok(sent.into_iter().rev().find(|(sent, _)| sent == name).map(|(_, value)| value))
    }

    /// `limit` and `offset`; other parameters are ignored.
    ///
    /// # Errors
    /// [`DomainRefusal::Malformed`].
    pub(super) fn window(&self) -> Result<Window, Failure> {
        let malformed = |name| Failure::Core(Error::Domain(DomainRefusal::Malformed(name)));
        let limit = match self.parameter("limit")? {
            Some(text) => {
                let limit = text.parse().ok().filter(|limit| (1..=Window::LIMIT_MAX).contains(limit));
                Some(limit.ok_or_else(|| malformed("limit"))?)
            }
            None => None,
        };
        let offset = match self.parameter("offset")? {
            // A store counts rows in signed numbers.
            Some(text) => {
                let offset = text.parse().ok().filter(|offset| i64::try_from(*offset).is_ok());
                offset.ok_or_else(|| malformed("offset"))?
            }
            None => 0,
        };
        Ok(Window { limit, offset })
    }
}

/// Rows, and how many there are without the window.
pub(super) fn array<T>(rows: &[T], total: u64, write: impl Fn(&mut Object, &T)) -> HttpResponse {
    let mut out = Vec::with_capacity(512);
    out.push(b'[');
    for (n, row) in rows.iter().enumerate() {
        if n > 0 {
            out.push(b',');
        }
        let mut object = Object::plain(&mut out);
        write(&mut object, row);
        object.close();
    }
    out.push(b']');
    let mut answer = of(out);
    answer.headers_mut().insert(TOTAL.clone(), HeaderValue::from(total));
    answer
}
