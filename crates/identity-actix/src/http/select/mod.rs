//! `select`: which members a representation shows (platform.md §2.2).

use identity_core::Error;
use identity_core::error::Violations;
use identity_core::link::Want;
use identity_core::list::Registry;
use identity_rql::{Select, SelectItem, SelectTarget, Sign, limits, message};

/// Members of composite members that the field registry does not list, by the member that has them.
pub(crate) type Parts = &'static [(&'static str, &'static [&'static str])];

/// What the reference to an actor in an `audit` block has.
const ACTOR_PARTS: [&str; 4] = ["id", "href", "name", "icon"];

/// What `select` may name in one kind of object.
pub(crate) trait Members: Sync {
    /// Whether the dotted path names one of its members, at any depth.
    fn is_member(&self, path: &str) -> bool;
}

/// All members of a resource that `select` may name.
pub(crate) struct Shape<V: 'static> {
    /// What filters and orders may name as well.
    pub registry: &'static Registry<V>,
    /// What only `select` may name.
    pub parts: Parts,
    /// Members that refer to other objects, whose members may be named in turn.
    pub links: &'static [(&'static str, &'static dyn Members)],
}

impl<V> Members for Shape<V> {
    fn is_member(&self, path: &str) -> bool {
        let is = |name: &str, other: &str| name.eq_ignore_ascii_case(other);
        if let Some((first, rest)) = path.split_once('.')
            && let Some((_, linked)) = self.links.iter().find(|(member, _)| is(member, first))
        {
            return linked.is_member(rest);
        }
        if self.registry.is_selectable(path) {
            return true;
        }
        let Some((head, last)) = path.rsplit_once('.') else { return false };
        let is_part = self
            .parts
            .iter()
            .any(|(member, parts)| is(member, head) && parts.iter().any(|part| is(part, last)));
        let is_actor = head.get(head.len().saturating_sub(3)..).is_some_and(|end| is(".by", end));
        is_part
            || is_actor && self.registry.is_selectable(head) && ACTOR_PARTS.iter().any(|part| is(part, last))
    }
}

impl<V> Shape<V> {
    /// Checks a parsed `select` against the resource.
    ///
    /// # Errors
    /// [`Error::Query`] keyed by the unknown path as written, or by `query` for one that is too deep.
    pub(crate) fn selection(&self, select: &Select) -> Result<Selection, Error> {
        let mut selection = Selection::default();
        selection.take(select, false, "", self)?;
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

/// Refuses paths that are unknown or too deep. A dot is a list of one member, so that both spellings of a path have
/// the same limit.
fn check(path: &str, members: &dyn Members) -> Result<(), Error> {
    if path.split('.').count() > limits::SELECT_DEPTH {
        return Err(Error::Query(Violations::one("query", message::TOO_DEEP)));
    }
    if !members.is_member(path) {
        return Err(Error::Query(Violations::one(path, message::INVALID_PATH)));
    }
    Ok(())
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
        Level { selection: Some(self), base: Base::Default }
    }

    /// Whether a member that is left out by default is asked for.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.top().member(name, false).is_some()
    }

    /// How much of a related object has to be read: the object when it is named or a member is that a reference,
    /// which has `names`, lacks. `inner` says what of the object in turn.
    pub(crate) fn want<W>(&self, name: &str, names: &[&str], inner: impl Fn(&Self) -> W) -> Want<W> {
        let Some(item) = self.find(name).filter(|item| !item.is_removed) else {
            return if self.adds_all { Want::Reference } else { Want::Nothing };
        };
        if item.is_added || item.inner.adds_beyond(names) {
            return Want::Full(Box::new(inner(&item.inner)));
        }
        if self.wants(name) { Want::Reference } else { Want::Nothing }
    }

    /// What is selected inside a part of the object, if anything is named there.
    pub(crate) fn part(&self, name: &str) -> Option<&Self> {
        self.find(name).filter(|item| !item.is_removed).map(|item| &item.inner)
    }

    fn find(&self, name: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.name.eq_ignore_ascii_case(name))
    }

    /// `removes` turns every addition into a removal, for `-member(a,b)`.
    fn take(
        &mut self,
        select: &Select,
        removes: bool,
        prefix: &str,
        members: &dyn Members,
    ) -> Result<(), Error> {
        for SelectItem { sign, what } in &select.items {
            let removes = removes || *sign == Sign::Remove;
            let check = |path: &str| {
                let full = format!("{prefix}{path}");
                check(&full, members).map(|()| full)
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
                    item.inner.take(inner, removes, &format!("{full}."), members)?;
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

    fn adds_anything(&self) -> bool {
        self.adds_all || self.items.iter().any(Item::adds_anything)
    }

    /// Whether it adds a member that is not among the names.
    fn adds_beyond(&self, names: &[&str]) -> bool {
        let is_beyond = |item: &Item| !names.iter().any(|name| item.name.eq_ignore_ascii_case(name));
        self.adds_all || self.items.iter().any(|item| item.adds_anything() && is_beyond(item))
    }
}

impl Item {
    fn adds_anything(&self) -> bool {
        !self.is_removed && (self.is_added || self.inner.adds_anything())
    }
}

/// Which members an object shows that no `select` names.
#[derive(Debug, Clone, Copy)]
enum Base {
    /// Its default set.
    Default,
    /// Those of its default set that a reference has; none where members were asked for one by one.
    Only(&'static [&'static str]),
}

/// What is shown of one object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Level<'a> {
    selection: Option<&'a Selection>,
    base: Base,
}

impl<'a> Level<'a> {
    /// Everything that an object shows by default.
    pub(crate) const DEFAULT: Level<'static> = Level { selection: None, base: Base::Default };

    /// What is shown of a member, or `None` if it is left out.
    pub(crate) fn member(self, name: &str, by_default: bool) -> Option<Level<'a>> {
        let is_kept = by_default
            && match self.base {
                Base::Default => true,
                Base::Only(names) => names.contains(&name),
            };
        let Some(selection) = self.selection else { return is_kept.then_some(Level::DEFAULT) };
        let is_kept = is_kept && !selection.clears;
        let item = selection.find(name);
        let level = |base| Some(Level { selection: item.map(|item| &item.inner), base });
        match item {
            Some(item) if item.is_removed => None,
            Some(item) if item.is_added => level(Base::Default),
            _ if is_kept || selection.adds_all => level(Base::Default),
            Some(item) if item.inner.adds_anything() => level(Base::Only(&[])),
            _ => None,
        }
    }

    /// What is shown of a related object: its default set if it was asked for by name, else a reference, which has
    /// `names`.
    pub(crate) fn linked(
        self,
        name: &str,
        by_default: bool,
        names: &'static [&'static str],
    ) -> Option<Level<'a>> {
        let level = self.member(name, by_default)?;
        let is_named = self.selection.and_then(|s| s.find(name)).is_some_and(|item| item.is_added);
        match level.base {
            Base::Default if !is_named => Some(Level { base: Base::Only(names), ..level }),
            _ => Some(level),
        }
    }

    /// Whether the object has a `$meta`: references have none.
    pub(crate) fn has_meta(self) -> bool {
        matches!(self.base, Base::Default)
    }

    /// Whether the member is removed by name.
    pub(crate) fn removes(self, name: &str) -> bool {
        self.selection.and_then(|selection| selection.find(name)).is_some_and(|item| item.is_removed)
    }
}

#[cfg(test)]
mod tests;
