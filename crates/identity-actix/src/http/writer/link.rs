//! Members that refer to other objects: references, or the objects themselves where `select` names them
//! (platform.md §2.2).

use identity_core::id::Id;

use super::notes::{Notes, Omitted};
use super::{Object, Show};

/// An object that is open, and those around it.
#[derive(Clone, Copy)]
pub(super) struct Open<'w> {
    key: Key,
    above: Option<&'w Open<'w>>,
}

impl Open<'_> {
    fn has(&self, key: Key) -> bool {
        self.key == key || self.above.is_some_and(|above| above.has(key))
    }
}

/// An object's identity among objects of all kinds.
pub(crate) type Key = (&'static str, u64);

/// The identity that an identifier gives.
pub(crate) fn key<I: Id>(id: I) -> Key {
    (I::SHAPE.prefix, id.number())
}

/// A member that refers to another object.
pub(crate) trait Link {
    /// What a reference has.
    const NAMES: &'static [&'static str];

    /// The object's identity.
    fn key(&self) -> Key;
    /// Whether the object was read, and not only what a reference shows.
    fn is_full(&self) -> bool;
    /// Writes the reference, or the object if it was read and `is_full`.
    fn write(&self, o: &mut Object, is_full: bool);
}

impl Object<'_> {
    /// Another object: a reference, or the object itself where it was asked for, was read, and is not open already.
    pub(crate) fn link(&mut self, name: &'static str, show: Show, link: &impl Link) {
        if self.shows(name, show).is_some() {
            self.key(name);
            self.write_link(name, show, link);
        }
    }

    /// Other objects, dropped if there are none.
    pub(crate) fn links<L: Link>(
        &mut self,
        name: &'static str,
        show: Show,
        links: impl IntoIterator<Item = L>,
    ) {
        let mut links = links.into_iter().peekable();
        if links.peek().is_some() || self.is_unread(name, show) {
            self.links_or_none(name, show, links);
        }
    }

    /// Other objects, written even if there are none.
    pub(crate) fn links_or_none<L: Link>(
        &mut self,
        name: &'static str,
        show: Show,
        links: impl IntoIterator<Item = L>,
    ) {
        if self.shows(name, show).is_none() {
            return;
        }
        self.key(name);
        self.out.push(b'[');
        for (n, link) in links.into_iter().enumerate() {
            if n > 0 {
                self.out.push(b',');
            }
            self.write_link(name, show, &link);
        }
        self.out.push(b']');
    }

    fn write_link<L: Link>(&mut self, name: &str, show: Show, link: &L) {
        let Some(level) = self.level.linked(name, show == Show::ByDefault, L::NAMES) else { return };
        let here = self.own.map(|key| Open { key, above: self.above });
        let above = here.as_ref().or(self.above);
        let is_full = link.is_full() && !above.is_some_and(|open| open.has(link.key()));
        let notes = if is_full && level.has_meta() { Notes::Own(Omitted::new()) } else { Notes::None };
        let mut inner = Object { above, ..Object::open(self.out, level, notes) };
        link.write(&mut inner, is_full);
        inner.close();
    }
}
