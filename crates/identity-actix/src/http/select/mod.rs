//! `select`: which members a representation shows (platform.md §2.2).

use identity_core::Error;
use identity_core::error::Violations;
use identity_core::list::Registry;
use identity_rql::{Select, SelectItem, SelectTarget, Sign, message};

/// Members of composite members that the field registry does not list, by the member that has them.
pub(crate) type Parts = &'static [(&'static str, &'static [&'static str])];

/// What the reference to an actor in an `audit` block has.
const ACTOR_PARTS: [&str; 4] = ["id", "href", "name", "icon"];

/// All members of a resource that `select` may name.
pub(crate) struct Shape<V: 'static> {
    /// What filters and orders may name as well.
    pub registry: &'static Registry<V>,
    /// What only `select` may name.
    pub parts: Parts,
}

impl<V> Shape<V> {
    fn is_selectable(&self, path: &str) -> bool {
        if self.registry.is_selectable(path) {
            return true;
        }
        let Some((head, last)) = path.rsplit_once('.') else { return false };
        let is = |name: &&str, other: &str| name.eq_ignore_ascii_case(other);
        let is_part = self
            .parts
            .iter()
            .any(|(member, parts)| is(member, head) && parts.iter().any(|part| is(part, last)));
        let is_actor = head.get(head.len().saturating_sub(3)..).is_some_and(|end| is(&".by", end));
        is_part
            || is_actor && self.registry.is_selectable(head) && ACTOR_PARTS.iter().any(|part| is(part, last))
    }

    /// Checks a parsed `select` against the resource.
    ///
    /// # Errors
    /// [`Error::Query`] keyed by the unknown path as written.
    pub(crate) fn selection(&self, select: &Select) -> Result<Selection, Error> {
        let mut selection = Selection::default();
        selection.take(select, false, "", &|path| self.is_selectable(path))?;
        Ok(selection)
    }

    /// Members of the default set that the selection leaves out as a list of no elements would.
    pub(crate) fn omitted<'a>(
        &self,
        selection: &'a Selection,
    ) -> impl Iterator<Item = &'static str> + use<'a, V> {
        self.registry.omitted.iter().copied().filter(|name| selection.top().member(name, false).is_none())
    }
}

/// A checked `select`; the default one shows the default set.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    clears: bool,
    adds_all: bool,
    items: Vec<Item>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Item {
    name: String,
    is_added: bool,
    is_removed: bool,
    inner: Selection,
}

impl Selection {
    /// The members of the object itself.
    pub(crate) fn top(&self) -> Level<'_> {
        Level { selection: Some(self), is_bare: false }
    }

    /// Whether a member that is left out by default is asked for.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.top().member(name, false).is_some()
    }

    /// `removes` turns every addition into a removal, for `-member(a,b)`.
    fn take(
        &mut self,
        select: &Select,
        removes: bool,
        prefix: &str,
        is_selectable: &dyn Fn(&str) -> bool,
    ) -> Result<(), Error> {
        for SelectItem { sign, what } in &select.items {
            let removes = removes || *sign == Sign::Remove;
            let check = |path: &str| {
                let full = format!("{prefix}{path}");
                if is_selectable(&full) {
                    Ok(full)
                } else {
                    Err(Error::Query(Violations::one(full, message::INVALID_PATH)))
                }
            };
            match what {
                SelectTarget::Star if removes => self.clears = true,
                SelectTarget::Star => self.adds_all = true,
                SelectTarget::Path(path) => {
                    check(path.as_str())?;
                    let item = self.item(path.as_str());
                    item.is_removed |= removes;
                    item.is_added |= !removes;
                }
                SelectTarget::Nested(path, inner) => {
                    let full = check(path.as_str())?;
                    let item = self.item(path.as_str());
                    item.inner.take(inner, removes, &format!("{full}."), is_selectable)?;
                }
            }
        }
        Ok(())
    }

    /// The item at the end of a path, made if need be; the parser bounds how many there are.
    fn item(&mut self, path: &str) -> &mut Item {
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        let at = self.items.iter().position(|item| item.name.eq_ignore_ascii_case(name));
        let at = at.unwrap_or(self.items.len());
        if at == self.items.len() {
            self.items.push(Item { name: name.to_owned(), ..Item::default() });
        }
        #[expect(clippy::indexing_slicing, reason = "the index was found or made just now")]
        let item = &mut self.items[at];
        if rest.is_empty() { item } else { item.inner.item(rest) }
    }

    /// Dotted paths of what is removed inside members.
    pub(crate) fn removed_inside(&self) -> Vec<String> {
        let mut paths = Vec::new();
        for item in self.items.iter().filter(|item| !item.is_removed) {
            item.inner.note_removed(&item.name, &mut paths);
        }
        paths
    }

    fn note_removed(&self, prefix: &str, paths: &mut Vec<String>) {
        for item in &self.items {
            let path = format!("{prefix}.{}", item.name);
            item.inner.note_removed(&path, paths);
            if item.is_removed {
                paths.push(path);
            }
        }
    }

    fn adds_anything(&self) -> bool {
        self.adds_all || self.items.iter().any(|item| item.is_added || item.inner.adds_anything())
    }
}

/// What is shown of one object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Level<'a> {
    selection: Option<&'a Selection>,
    /// Only members that were asked for by name are shown.
    is_bare: bool,
}

impl<'a> Level<'a> {
    /// Everything that an object shows by default.
    pub(crate) const DEFAULT: Level<'static> = Level { selection: None, is_bare: false };

    /// What is shown of a member, or `None` if it is left out.
    pub(crate) fn member(self, name: &str, by_default: bool) -> Option<Level<'a>> {
        let Some(selection) = self.selection else {
            return (by_default && !self.is_bare).then_some(Level::DEFAULT);
        };
        let item = selection.items.iter().find(|item| item.name.eq_ignore_ascii_case(name));
        let is_kept = by_default && !self.is_bare && !selection.clears;
        let inner = item.map(|item| &item.inner);
        match item {
            Some(item) if item.is_removed => None,
            Some(item) if item.is_added => Some(Level { selection: inner, is_bare: false }),
            _ if is_kept || selection.adds_all => Some(Level { selection: inner, is_bare: false }),
            Some(item) if item.inner.adds_anything() => Some(Level { selection: inner, is_bare: true }),
            _ => None,
        }
    }

    /// Whether the identifier is shown: it stays unless it is removed by name.
    pub(crate) fn keeps_id(self) -> bool {
        let items = self.selection.map_or(&[][..], |selection| &selection.items);
        !items.iter().any(|item| item.is_removed && item.name.eq_ignore_ascii_case("id"))
    }
}

#[cfg(test)]
mod tests;
