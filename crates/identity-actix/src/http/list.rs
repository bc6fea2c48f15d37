//! Lists: the checked query of a request, and the envelope of a page (platform.md §1.4, §2.2).

use std::borrow::Cow;

use actix_web::HttpResponse;
use identity_core::list::{Page, Query};

use super::answer::{Cache, ok};
use super::json;
use super::select::{Selection, Shape};
use super::writer::{Object, object, texts};

/// A checked list request.
pub(crate) struct List<V: 'static> {
    /// Rows and order.
    pub query: Query<V>,
    /// Members.
    pub selection: Selection,
    /// Whether templates are filled (`render()`).
    pub renders: bool,
}

/// Which part of a list a page is.
pub(crate) struct Position {
    /// Rows asked for, after capping.
    pub limit: u32,
    /// Rows skipped.
    pub offset: u64,
}

impl<V> From<&Query<V>> for Position {
    fn from(query: &Query<V>) -> Self {
        Self { limit: query.limit, offset: query.offset }
    }
}

/// Bytes that an element takes, roughly.
const ELEMENT_BYTES: usize = 768;

/// The answer of a list.
pub(crate) fn page<V, T>(
    shape: &Shape<V>,
    selection: &Selection,
    position: &Position,
    page: &Page<T>,
    write: impl Fn(&mut Object, &T),
) -> HttpResponse {
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
    ok(out, Cache::Never)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::writer::Show;
    use actix_web::body::MessageBody as _;

    const SHAPE: Shape<identity_core::account::AccountRow> =
        Shape { registry: &identity_core::account::FIELDS, parts: &[], links: &[] };

    fn write(items: Vec<u32>) -> String {
        let page = Page { items, total: 9, next: None };
        let position = Position { limit: 100, offset: 3 };
        let answer = super::page(&SHAPE, &Selection::default(), &position, &page, |o, n| {
            o.number("revision", *n);
            if *n > 1 {
                o.list("groups", Show::OnDemand, [1], |_, _| {});
            }
            o.list("audit", Show::OnDemand, [1], |_, _| {});
        });
        assert_eq!(answer.headers().get("cache-control").unwrap(), "no-store");
        String::from_utf8(answer.into_body().try_into_bytes().unwrap().to_vec()).unwrap()
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
