//! Lists: the checked query of a request, and the envelope of a page (platform.md §1.4, §2.2).

use std::borrow::Cow;
use std::fmt::Write as _;

use actix_web::http::header::{HeaderValue, LINK};
use identity_core::Error;
use identity_core::list::{Cursors, Page, Query};

use super::answer::{Cache, ok};
use super::context::Context;
use super::json;
use super::route::Answer;
use super::select::{Selection, Shape};
use super::writer::{Object, object, texts};

/// A checked list request.
pub(crate) struct List<V: 'static> {
    /// Rows and order.
    pub query: Query<V>,
    /// Members.
    pub selection: Selection,
    /// Which part of it.
    pub position: Position,
    /// Whether templates are filled (`render()`).
    pub renders: bool,
}

/// Which part of a list a page is.
pub(crate) struct Position {
    /// Rows asked for, after capping.
    pub limit: u32,
    /// Rows before it.
    pub offset: u64,
    /// Cursors to other parts.
    pub cursors: Cursors,
}

/// Bytes that an element takes, roughly.
const ELEMENT_BYTES: usize = 768;

/// The answer of a list.
///
/// # Errors
/// When the way to the next page cannot be sealed.
pub(crate) fn page<V, T>(
    cx: &Context,
    shape: &Shape<V>,
    selection: &Selection,
    position: &Position,
    page: &Page<T>,
    write: impl Fn(&mut Object, &T),
) -> Answer {
    let next = cx.call(|call| position.cursors.next(call, position.offset, page))?;
    let mut answer = ok(body(shape, selection, position, page, write), Cache::Never);
    if let Some(cursor) = next {
        let link = link(cx.request.path(), cx.request.query_string(), &cursor)?;
        answer.headers_mut().insert(LINK, link);
    }
    Ok(answer)
}

/// The way to the next page: the base and the other parameters as the client sent them. What would end the address
/// or is no ASCII is escaped, which changes no query.
fn link(path: &str, query: &str, cursor: &str) -> Result<HeaderValue, Error> {
    let kept = identity_rql::without_position(query).map_err(|error| Error::Internal(error.to_string()))?;
    let mut link = String::with_capacity(path.len() + kept.len() + cursor.len() + 32);
    link.push('<');
    for byte in path.bytes().chain(*b"?").chain(kept.bytes()) {
        if byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"') {
            link.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(link, "%{byte:02X}");
        }
    }
    let between = if kept.is_empty() { "" } else { "&" };
    let _ = write!(link, "{between}cursor={cursor}>; rel=\"next\"");
    HeaderValue::try_from(link).map_err(|error| Error::Internal(error.to_string()))
}

/// The envelope around the elements.
fn body<V, T>(
    shape: &Shape<V>,
    selection: &Selection,
    position: &Position,
    page: &Page<T>,
    write: impl Fn(&mut Object, &T),
) -> Vec<u8> {
    let mut data = Vec::with_capacity(page.items.len() * ELEMENT_BYTES);
    let mut common: Option<Vec<Cow<'static, str>>> = None;
    for item in &page.items {
        if common.is_some() {
            data.push(b',');
        }
        let omitted = object(&mut data, selection, |o| write(o, item));
        match &mut common {
            None => common = Some(omitted),
            Some(common) => common.retain(|name| omitted.contains(name)),
        }
    }
    let common = common.unwrap_or_else(|| shape.omitted(selection).map(Cow::Borrowed).collect());
    let mut out = Vec::with_capacity(data.len() + 160);
    out.extend_from_slice(b"{\"$meta\":{\"pagination\":{\"offset\":");
    json::plain(&mut out, position.offset);
    out.extend_from_slice(b",\"limit\":");
    json::plain(&mut out, position.limit);
    out.extend_from_slice(b",\"total\":");
    json::plain(&mut out, page.total);
    out.push(b'}');
    if !common.is_empty() {
        out.extend_from_slice(b",\"omitted\":");
        texts(&mut out, common);
    }
    out.extend_from_slice(b"},\"data\":[");
    out.append(&mut data);
    out.extend_from_slice(b"]}");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::writer::Show;
    use identity_core::account::{AccountRow, FIELDS};
    use identity_core::actor::Actor;

    const SHAPE: Shape<AccountRow> = Shape { registry: &FIELDS, parts: &[], links: &[] };

    fn write(items: Vec<u32>) -> String {
        let page = Page { items, total: 9, next: None };
        let query = Query::everything(&FIELDS);
        let cursors = Cursors::new(&Actor::system(), "", &identity_rql::Query::default(), &query);
        let position = Position { limit: 100, offset: 3, cursors };
        let body = body(&SHAPE, &Selection::default(), &position, &page, |o, n| {
            o.number("revision", *n);
            if *n > 1 {
                o.list("groups", Show::OnDemand, [1], |_, _| {});
            }
            o.list("audit", Show::OnDemand, [1], |_, _| {});
        });
        String::from_utf8(body).unwrap()
    }

    #[test]
    fn the_link_repeats_what_was_sent_without_the_position() {
        for (query, kept) in [
            ("", ""),
            ("offset=7&limit=5", "limit=5&"),
            ("name='a&b'&cursor=x", "name='a&b'&"),
            ("eq(name,\"<\u{e9}>\")", "eq(name,%22%3C%C3%A9%3E%22)&"),
            ("%6Fffset=7&a=%26", "a=%26&"),
        ] {
            let expected = format!("</public/v1/x?{kept}cursor=C-_>; rel=\"next\"");
            assert_eq!(link("/public/v1/x", query, "C-_").unwrap(), expected.as_str());
        }
    }

    #[test]
    fn the_envelope_names_what_all_elements_lack() {
        assert_eq!(
            write(vec![1, 2]),
            r#"{"$meta":{"pagination":{"offset":3,"limit":100,"total":9},"omitted":["audit"]},"data":[{"revision":1,"$meta":{"omitted":["audit"]}},{"revision":2,"$meta":{"omitted":["groups","audit"]}}]}"#
        );
    }

    #[test]
    fn an_empty_page_lacks_what_is_left_out_by_default() {
        assert_eq!(
            write(Vec::new()),
            r#"{"$meta":{"pagination":{"offset":3,"limit":100,"total":9},"omitted":["groups","audit"]},"data":[]}"#
        );
    }
}
