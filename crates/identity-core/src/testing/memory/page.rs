//! Pages: filter, order and cut, by the reference meaning of queries.

use crate::list::{Page, Query, Registry, compare_rows, matches};

/// One page of the rows that the scope shows.
pub(super) fn page<V, T>(
    registry: &Registry<V>,
    query: &Query<V>,
    rows: impl Iterator<Item = V>,
    item: impl Fn(V) -> T,
) -> Page<T> {
    let mut rows: Vec<V> = rows.filter(|row| matches(&query.filter, row)).collect();
    rows.sort_by(|a, b| compare_rows(registry, &query.order, a, b));
    let total = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let offset = usize::try_from(query.offset).unwrap_or(usize::MAX);
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let items = rows.into_iter().skip(offset).take(limit).map(item).collect();
    Page { items, total }
}
