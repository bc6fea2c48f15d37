//! Pages: filter, order and cut, by the reference meaning of queries.

use crate::list::{Page, Query, Registry, compare_rows, is_behind, matches, place_of};

/// One page of the rows that the scope shows.
pub(super) fn page<V, T>(
    registry: &Registry<V>,
    query: &Query<V>,
    rows: impl Iterator<Item = V>,
    item: impl Fn(V) -> T,
) -> Page<T> {
    let mut rows: Vec<V> = rows.filter(|row| matches(&query.filter, row)).collect();
    rows.sort_by(|a, b| compare_rows(registry, &query.order, a, b));
    let total = query.total.unwrap_or(u64::try_from(rows.len()).unwrap_or(u64::MAX));
    let first = match &query.after {
        Some(place) => rows.partition_point(|row| !is_behind(registry, &query.order, row, place)),
        None => usize::try_from(query.offset).unwrap_or(usize::MAX),
    };
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let mut rows = rows.into_iter().skip(first);
    let shown: Vec<V> = rows.by_ref().take(limit).collect();
    let last = shown.last().filter(|_| rows.next().is_some());
    let next = last.map(|row| place_of(registry, &query.order, row));
    Page { items: shown.into_iter().map(item).collect(), total, next }
}
