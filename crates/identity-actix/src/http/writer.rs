//! Objects on the wire: null and empty members are dropped, what is left out is named (platform.md §1.4).

use std::borrow::Cow;

use identity_core::id::Id;
use identity_core::timestamp::Timestamp;

use super::json;
use super::select::{Level, Selection};

/// When a member is shown that `select` does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Show {
    /// Always.
    ByDefault,
    /// Never.
    OnDemand,
}

/// Names of members that an object of a page or a single object leaves out.
type Omitted = Vec<Cow<'static, str>>;

/// An open JSON object.
pub(crate) struct Object<'w> {
    out: &'w mut Vec<u8>,
    level: Level<'w>,
    /// Where omitted members are noted; references and parts note none.
    omitted: Option<&'w mut Omitted>,
    start: usize,
}

/// Writes one object of the API with its `$meta`.
pub(crate) fn object(
    out: &mut Vec<u8>,
    selection: &Selection,
    write: impl FnOnce(&mut Object),
) -> Vec<Cow<'static, str>> {
    let mut omitted = Omitted::new();
    let mut object = Object::open(out, selection.top(), Some(&mut omitted));
    write(&mut object);
    if let Some(names) = object.omitted.take() {
        names.extend(selection.removed_inside().into_iter().map(Cow::Owned));
        if !names.is_empty() {
            object.key("$meta");
            object.out.extend_from_slice(b"{\"omitted\":");
            texts(object.out, names);
            object.out.push(b'}');
        }
    }
    object.out.push(b'}');
    omitted
}

/// Writes an array of strings.
pub(crate) fn texts(out: &mut Vec<u8>, texts: impl IntoIterator<Item = impl AsRef<str>>) {
    out.push(b'[');
    for (n, text) in texts.into_iter().enumerate() {
        if n > 0 {
            out.push(b',');
        }
        json::string(out, text.as_ref());
    }
    out.push(b']');
}

impl<'w> Object<'w> {
    /// Starts an object in which everything is shown; close it with [`close`](Self::close).
    pub(crate) fn plain(out: &'w mut Vec<u8>) -> Self {
        Self::open(out, Level::DEFAULT, None)
    }

    fn open(out: &'w mut Vec<u8>, level: Level<'w>, omitted: Option<&'w mut Omitted>) -> Self {
        let start = out.len();
        out.push(b'{');
        Self { out, level, omitted, start }
    }

    /// Ends the object; whether it has any member.
    pub(crate) fn close(self) -> bool {
        let has_members = self.out.len() > self.start + 1;
        self.out.push(b'}');
        has_members
    }

    fn key(&mut self, name: &str) {
        if self.out.len() > self.start + 1 {
            self.out.push(b',');
        }
        // Names are our own and need no escapes.
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    /// Whether the member is shown; notes it if it is not. Call it for members that have a value only.
    fn shows(&mut self, name: &'static str, show: Show) -> Option<Level<'w>> {
        let shown = self.level.member(name, show == Show::ByDefault);
        if shown.is_none() {
            self.note(name);
        }
        shown
    }

    /// Writes a member with a value of any kind.
    pub(crate) fn raw(&mut self, name: &'static str, write: impl FnOnce(&mut Vec<u8>)) {
        if self.shows(name, Show::ByDefault).is_some() {
            self.key(name);
            write(self.out);
        }
    }

    /// The identifier and the `href` that it makes.
    pub(crate) fn identity<I: Id>(&mut self, id: I, path: &str) {
        self.id(id);
        self.path("href", path, id, "");
    }

    /// The identifier.
    pub(crate) fn id<I: Id>(&mut self, id: I) {
        if self.level.keeps_id() {
            self.key("id");
            self.out.push(b'"');
            json::id(self.out, id);
            self.out.push(b'"');
        } else {
            self.note("id");
        }
    }

    /// A path with an identifier in it.
    pub(crate) fn path<I: Id>(&mut self, name: &'static str, before: &str, id: I, after: &str) {
        self.raw(name, |out| {
            out.push(b'"');
            out.extend_from_slice(before.as_bytes());
            json::id(out, id);
            out.extend_from_slice(after.as_bytes());
            out.push(b'"');
        });
    }

    /// A text.
    pub(crate) fn text(&mut self, name: &'static str, text: &str) {
        self.raw(name, |out| json::string(out, text));
    }

    /// A text, if there is one.
    pub(crate) fn maybe(&mut self, name: &'static str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// A boolean.
    pub(crate) fn flag(&mut self, name: &'static str, value: bool) {
        self.raw(name, |out| json::plain(out, value));
    }

    /// A whole number.
    pub(crate) fn number(&mut self, name: &'static str, value: u32) {
        self.raw(name, |out| json::plain(out, value));
    }

    /// A moment, if there is one.
    pub(crate) fn moment(&mut self, name: &'static str, moment: Option<Timestamp>) {
        if let Some(moment) = moment {
            self.raw(name, |out| {
                out.push(b'"');
                json::plain(out, moment);
                out.push(b'"');
            });
        }
    }

    /// An array of texts, unless it is empty.
    pub(crate) fn texts(&mut self, name: &'static str, values: &[impl AsRef<str>]) {
        if !values.is_empty() {
            self.raw(name, |out| texts(out, values));
        }
    }

    /// An inner object, dropped if it stays empty.
    pub(crate) fn object(&mut self, name: &'static str, show: Show, write: impl FnOnce(&mut Object)) {
        if self.is_unread(name, show) {
            self.note(name);
            return;
        }
        let before = self.out.len();
        let level = self.level.member(name, show == Show::ByDefault);
        self.key(name);
        let mut inner = Object::open(self.out, level.unwrap_or(Level::DEFAULT), None);
        write(&mut inner);
        let has_members = inner.close();
        if level.is_none() || !has_members {
            self.out.truncate(before);
        }
        if level.is_none() && has_members {
            self.note(name);
        }
    }

    /// Whether a member is left out by default and was not asked for: then it was not read either, and is named
    /// without looking at it.
    fn is_unread(&self, name: &str, show: Show) -> bool {
        show == Show::OnDemand && self.level.member(name, false).is_none()
    }

    fn note(&mut self, name: &'static str) {
        if let Some(omitted) = self.omitted.as_deref_mut() {
            omitted.push(Cow::Borrowed(name));
        }
    }

    /// An array of objects, dropped if it is empty.
    pub(crate) fn list<T>(
        &mut self,
        name: &'static str,
        show: Show,
        items: impl IntoIterator<Item = T>,
        write: impl Fn(&mut Object, T),
    ) {
        let mut items = items.into_iter().peekable();
        if items.peek().is_some() || self.is_unread(name, show) {
            self.list_or_none(name, show, items, write);
        }
    }

    /// An array of objects, written even if it is empty.
    pub(crate) fn list_or_none<T>(
        &mut self,
        name: &'static str,
        show: Show,
        items: impl IntoIterator<Item = T>,
        write: impl Fn(&mut Object, T),
    ) {
        let Some(level) = self.shows(name, show) else { return };
        self.key(name);
        self.out.push(b'[');
        let mut is_first = true;
        for item in items {
            if !is_first {
                self.out.push(b',');
            }
            is_first = false;
            let mut inner = Object::open(self.out, level, None);
            write(&mut inner, item);
            inner.close();
        }
        self.out.push(b']');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::select::Shape;
    use identity_core::id::AccountId;

    const SHAPE: Shape<identity_core::account::AccountRow> =
        Shape { registry: &identity_core::account::FIELDS, parts: &[] };

    fn write(select: &str) -> String {
        let parsed = identity_rql::parse_select_only(select).unwrap().unwrap_or_default();
        let mut out = Vec::new();
        object(&mut out, &SHAPE.selection(&parsed).unwrap(), |o| {
            o.identity(AccountId::new(7), "/v1/a/");
            o.text("name", "A \"b\"");
            o.maybe("externalId", None);
            o.moment("website", None);
            o.texts("description", &[] as &[&str]);
            o.object("eligibility", Show::ByDefault, |o| o.flag("client", false));
            o.object("address", Show::ByDefault, |o| {
                o.maybe("city", Some("Lisbon"));
                o.maybe("country", Some("PT"));
            });
            o.object("parent", Show::ByDefault, |o| o.maybe("name", None));
            o.list("groups", Show::OnDemand, [1_u32, 2], |o, n| o.number("revision", n));
            o.list("audit", Show::OnDemand, [0_u32; 0], |o, n| o.number("revision", n));
        });
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn null_and_empty_members_are_dropped_and_false_stays() {
        assert_eq!(
            write(""),
            r#"{"id":"ACC-0000-0007","href":"/v1/a/ACC-0000-0007","name":"A \"b\"","eligibility":{"client":false},"address":{"city":"Lisbon","country":"PT"},"$meta":{"omitted":["groups","audit"]}}"#
        );
    }

    #[test]
    fn what_select_leaves_out_is_named_and_what_is_null_is_not() {
        assert_eq!(
            write("select=-*,name,groups"),
            r#"{"id":"ACC-0000-0007","name":"A \"b\"","groups":[{"revision":1},{"revision":2}],"$meta":{"omitted":["href","eligibility","address","audit"]}}"#
        );
        assert_eq!(
            write("select=*,-id,-externalId,-address.city"),
            r#"{"href":"/v1/a/ACC-0000-0007","name":"A \"b\"","eligibility":{"client":false},"address":{"country":"PT"},"groups":[{"revision":1},{"revision":2}],"$meta":{"omitted":["id","address.city"]}}"#
        );
    }

    #[test]
    fn an_empty_meta_is_dropped() {
        assert!(!write("select=*").contains("$meta"));
    }
}
