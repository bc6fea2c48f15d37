//! Related objects in representations: references by default, in full where `select` names them (platform.md §2.2).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::error::Error;
use crate::port::Transaction;
use crate::service::Call;

/// Identifiers that one statement asks for at most; databases bound the values of a statement.
pub(crate) const IDS_MAX: usize = 8192;

/// How much of a related object a representation shows; `W` says what of it in turn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Want<W> {
    /// Nothing.
    #[default]
    Nothing,
    /// A reference.
    Reference,
    /// The object, as far as the actor sees it by itself; else a reference.
    Full(Box<W>),
}

impl<W> Want<W> {
    /// Whether anything has to be read for it.
    pub fn is_something(&self) -> bool {
        !matches!(self, Self::Nothing)
    }

    /// At least a reference, for members that every representation has.
    pub(crate) fn or_reference(&self) -> &Self {
        if self.is_something() { self } else { &Self::Reference }
    }
}

/// A related object: what a reference to it shows, and the object where it was wanted and is seen.
#[derive(Debug, Clone)]
pub struct Linked<S, V> {
    /// What a reference shows.
    pub summary: S,
    /// The object, shared by all that refer to it.
    pub full: Option<Arc<V>>,
}

/// A kind of object that others refer to.
pub(crate) trait Linkable: Sized {
    /// Its identifier.
    type Id: Copy + Ord;
    /// What a reference shows.
    type Summary: Clone;
    /// What may be wanted of it.
    type Wants;

    /// Those among the identifiers that the actor sees, in full and in any order.
    fn views(
        tx: &mut dyn Transaction,
        call: &Call,
        ids: &[Self::Id],
        wants: &Self::Wants,
    ) -> Result<Vec<Self>, Error>;

    /// Summaries of those that exist, in any order.
    fn summaries(tx: &mut dyn Transaction, ids: &[Self::Id]) -> Result<Vec<Self::Summary>, Error>;

    /// The summary of the object.
    fn summary(&self) -> Self::Summary;

    /// The identifier in a summary.
    fn id_of(summary: &Self::Summary) -> Self::Id;
}

/// Objects by identifier, shared by all rows of a page.
pub(crate) type Shared<V> = BTreeMap<<V as Linkable>::Id, Arc<V>>;

/// References by identifier, some with their objects.
pub(crate) type Links<V> = BTreeMap<<V as Linkable>::Id, Linked<<V as Linkable>::Summary, V>>;

/// Objects that are wanted in full, as far as the actor sees them; one batch whatever the number of rows.
///
/// # Errors
/// Those of the store.
pub(crate) fn in_full<V: Linkable>(
    tx: &mut dyn Transaction,
    call: &Call,
    ids: impl IntoIterator<Item = V::Id>,
    want: &Want<V::Wants>,
) -> Result<Shared<V>, Error> {
    let Want::Full(wants) = want else { return Ok(Shared::<V>::new()) };
    let ids: Vec<V::Id> = ids.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    let mut found = Shared::<V>::new();
    for ids in ids.chunks(IDS_MAX) {
        let views = V::views(tx, call, ids, wants)?;
        found.extend(views.into_iter().map(|view| (V::id_of(&view.summary()), Arc::new(view))));
    }
    Ok(found)
}

/// References to the objects, with the objects where they are wanted and seen. Those that no longer exist are left
/// out.
///
/// # Errors
/// Those of the store.
pub(crate) fn links<V: Linkable>(
    tx: &mut dyn Transaction,
    call: &Call,
    ids: impl IntoIterator<Item = V::Id>,
    want: &Want<V::Wants>,
) -> Result<Links<V>, Error> {
    if !want.is_something() {
        return Ok(Links::<V>::new());
    }
    let ids: BTreeSet<V::Id> = ids.into_iter().collect();
    let full = in_full::<V>(tx, call, ids.iter().copied(), want)?;
    let others: Vec<V::Id> = ids.into_iter().filter(|id| !full.contains_key(id)).collect();
    let mut links = Links::<V>::new();
    for ids in others.chunks(IDS_MAX) {
        let summaries = V::summaries(tx, ids)?;
        let reference = |summary: V::Summary| (V::id_of(&summary), Linked { summary, full: None });
        links.extend(summaries.into_iter().map(reference));
    }
    let shown = |(id, view): (V::Id, Arc<V>)| (id, Linked { summary: view.summary(), full: Some(view) });
    links.extend(full.into_iter().map(shown));
    Ok(links)
}

/// Those of the references that the identifiers name, in their order.
pub(crate) fn linked<V: Linkable<Summary: Clone> + Clone>(
    links: &Links<V>,
    ids: &BTreeSet<V::Id>,
) -> Vec<Linked<V::Summary, V>> {
    ids.iter().filter_map(|id| links.get(id).cloned()).collect()
}

/// Finds the reference that a foreign key promises.
///
/// # Errors
/// [`Error::Internal`] when the promise is broken.
pub(crate) fn promised<V>(links: &Links<V>, id: V::Id) -> Result<Linked<V::Summary, V>, Error>
where
    V: Linkable<Id: std::fmt::Display> + Clone,
{
    let link = links.get(&id).cloned();
    link.ok_or_else(|| Error::Internal(format!("{id} is referred to and has no row")))
}
