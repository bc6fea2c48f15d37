//! Pages, by the reference meaning of queries.

use crate::list::{Page, Query, Registry, page_of};

/// One page of the rows that the scope shows, as `item` gives them back.
pub(super) fn page<V, T>(
    registry: &Registry<V>,
    query: &Query<V>,
    rows: impl Iterator<Item = V>,
    item: impl Fn(V) -> T,
) -> Page<T> {
    page_of(registry, query, rows.collect()).map(item)
}
