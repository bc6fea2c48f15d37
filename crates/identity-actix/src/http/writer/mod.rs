//! Objects on the wire: null and empty members are dropped, what is left out is named (platform.md §1.4).

use std::borrow::Cow;

use identity_core::id::Id;
use identity_core::timestamp::Timestamp;

mod link;
mod notes;

pub(crate) use link::{Key, Link, key};

use link::Open;
use notes::{Notes, Omitted, Place};

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

/// An open JSON object.
pub(crate) struct Object<'w> {
    out: &'w mut Vec<u8>,
    level: Level<'w>,
    notes: Notes<'w>,
    /// The object's own identity, once it is written.
    own: Option<Key>,
    /// Objects around it: none of them is written in itself again.
    above: Option<&'w Open<'w>>,
    start: usize,
}

/// Writes one object of the API with its `$meta`.
pub(crate) fn object(
    out: &mut Vec<u8>,
    selection: &Selection,
    write: impl FnOnce(&mut Object),
) -> Vec<Cow<'static, str>> {
    let mut object = Object::open(out, selection.top(), Notes::Own(Omitted::new()));
    write(&mut object);
    object.close().1
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
        Self::open(out, Level::DEFAULT, Notes::None)
    }

    fn open(out: &'w mut Vec<u8>, level: Level<'w>, notes: Notes<'w>) -> Self {
        let start = out.len();
        out.push(b'{');
        Self { out, level, notes, own: None, above: None, start }
    }

    /// Ends the object with its `$meta`; whether it has any member, and what it leaves out.
    pub(crate) fn close(mut self) -> (bool, Vec<Cow<'static, str>>) {
        let omitted = match std::mem::replace(&mut self.notes, Notes::None) {
            Notes::Own(omitted) => omitted,
            Notes::None | Notes::Around { .. } => Omitted::new(),
        };
        if !omitted.is_empty() {
            self.key("$meta");
            self.out.extend_from_slice(b"{\"omitted\":");
            texts(self.out, &omitted);
            self.out.push(b'}');
        }
        let has_members = self.out.len() > self.start + 1;
        self.out.push(b'}');
        (has_members, omitted)
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
        self.own = Some(key(id));
        self.id(id);
        self.path("href", path, id, "");
    }

    /// The identifier.
    pub(crate) fn id<I: Id>(&mut self, id: I) {
        if self.level.removes("id") {
            self.note("id");
            return;
        }
        self.key("id");
        self.out.push(b'"');
        json::id(self.out, id);
        self.out.push(b'"');
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
        let mut inner = self.part(name, level.unwrap_or(Level::DEFAULT));
        write(&mut inner);
        let (has_members, _) = inner.close();
        if level.is_none() || !has_members {
            self.out.truncate(before);
        }
        if level.is_none() && has_members {
            self.note(name);
        }
    }

    /// Starts a part of this object.
    fn part(&mut self, name: &'static str, level: Level<'w>) -> Object<'_> {
        let notes = match &mut self.notes {
            Notes::None => Notes::None,
            Notes::Own(omitted) => Notes::Around { place: Place { name, above: None }, omitted },
            Notes::Around { place, omitted } => {
                Notes::Around { place: Place { name, above: Some(place) }, omitted }
            }
        };
        Object { above: self.above, ..Object::open(self.out, level, notes) }
    }

    /// Whether a member is left out by default and was not asked for: then it was not read either, and is named
    /// without looking at it.
    fn is_unread(&self, name: &str, show: Show) -> bool {
        show == Show::OnDemand && self.level.member(name, false).is_none()
    }

    /// Names a member that is left out; members of parts only if they were removed by name.
    fn note(&mut self, name: &'static str) {
        match &mut self.notes {
            Notes::None => {}
            Notes::Own(omitted) => omitted.push(Cow::Borrowed(name)),
            Notes::Around { place, omitted } => {
                if self.level.removes(name) {
                    let path = place.path(name);
                    if !omitted.iter().any(|noted| *noted == path) {
                        omitted.push(Cow::Owned(path));
                    }
                }
            }
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
            let mut inner = self.part(name, level);
            write(&mut inner, item);
            inner.close();
        }
        self.out.push(b']');
    }
}

#[cfg(test)]
mod tests;
