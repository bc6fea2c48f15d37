//! What a query means, spelt out over rows in memory: the reference that every store is compared with.

use std::cmp::Ordering;

use super::field::{Field, Kind, Registry};
use super::filter::{Anchor, Filter, Pattern, Scalar, Test};
use super::order::{Direction, Order};
use super::page::{Page, Place, Query};
use crate::value::fold;

/// Whether a row meets the filter.
pub fn matches<V>(filter: &Filter<V>, row: &V) -> bool {
    match filter {
        Filter::Always(value) => *value,
        Filter::And(parts) => parts.iter().all(|part| matches(part, row)),
        Filter::Or(parts) => parts.iter().any(|part| matches(part, row)),
        Filter::Is { field, test, is_negated } => meets(field, test, row) != *is_negated,
        Filter::Some { collection, condition, is_negated } => {
            (collection.elements)(row).iter().any(|element| matches(condition, element)) != *is_negated
        }
    }
}

fn meets<V>(field: &Field<V>, test: &Test<V>, row: &V) -> bool {
    let value = &(field.value)(row);
    if *value == Scalar::Absent {
        return false;
    }
    match test {
        Test::Present => true,
        Test::Equal(other) => equal(value, other),
        Test::Below(other) => compare(value, other) == Some(Ordering::Less),
        Test::Above(other) => compare(value, other) == Some(Ordering::Greater),
        Test::OneOf(others) => others.iter().any(|other| equal(value, other)),
        Test::Like(pattern) => is_like(&written(field.kind, value), pattern),
        Test::EqualField(other) => equal(value, &(other.value)(row)),
        Test::BelowField(other) => compare(value, &(other.value)(row)) == Some(Ordering::Less),
        Test::AboveField(other) => compare(value, &(other.value)(row)) == Some(Ordering::Greater),
    }
}

fn equal(value: &Scalar, other: &Scalar) -> bool {
    match (value, other) {
        (Scalar::Digests(valid), Scalar::Digests(asked)) => {
            asked.iter().any(|digest| valid.iter().any(|other| other.matches(digest)))
        }
        _ => compare(value, other) == Some(Ordering::Equal),
    }
}

fn compare(value: &Scalar, other: &Scalar) -> Option<Ordering> {
    match (value, other) {
        (Scalar::Text(a), Scalar::Text(b)) => Some(a.cmp(b)),
        (Scalar::Number(a), Scalar::Number(b)) => Some(a.cmp(b)),
        (Scalar::Flag(a), Scalar::Flag(b)) => Some(a.cmp(b)),
        (Scalar::Moment(a), Scalar::Moment(b)) => Some(a.cmp(b)),
        (Scalar::Id(a), Scalar::Id(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// The text that patterns look at; of an identifier, its canonical form.
fn written(kind: Kind, value: &Scalar) -> String {
    match (kind, value) {
        (Kind::Id(shape), Scalar::Id(number)) => shape.text(*number),
        (_, Scalar::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

fn is_like(text: &str, pattern: &Pattern) -> bool {
    let folded;
    let text = if pattern.ignores_case {
        folded = fold(text);
        &folded
    } else {
        text
    };
    match pattern.anchor {
        Anchor::Whole => text == pattern.text,
        Anchor::Start => text.starts_with(&pattern.text),
        Anchor::End => text.ends_with(&pattern.text),
        Anchor::Inside => text.contains(&pattern.text),
    }
}

/// Orders two values of one member of an order: absent values last in both directions.
fn compare_values(direction: Direction, left: &Scalar, right: &Scalar) -> Ordering {
    match (left, right) {
        (Scalar::Absent, Scalar::Absent) => Ordering::Equal,
        (Scalar::Absent, _) => Ordering::Greater,
        (_, Scalar::Absent) => Ordering::Less,
        _ => {
            let ordering = compare(left, right).unwrap_or(Ordering::Equal);
            if direction == Direction::Descending { ordering.reverse() } else { ordering }
        }
    }
}

/// Orders two rows: absent values last in both directions, the identifier as the last tie-breaker.
pub fn compare_rows<V>(registry: &Registry<V>, order: &[Order<V>], a: &V, b: &V) -> Ordering {
    let values = order
        .iter()
        .map(|Order { field, direction }| compare_values(*direction, &(field.value)(a), &(field.value)(b)));
    values.fold(Ordering::Equal, Ordering::then).then_with(|| (registry.id)(a).cmp(&(registry.id)(b)))
}

/// The place of a row in an order.
pub fn place_of<V>(registry: &Registry<V>, order: &[Order<V>], row: &V) -> Place {
    Place { values: order.iter().map(|by| (by.field.value)(row)).collect(), id: (registry.id)(row) }
}

/// Whether a row comes behind a place: it would be ordered behind a row with those values and that identifier.
pub fn is_behind<V>(registry: &Registry<V>, order: &[Order<V>], row: &V, place: &Place) -> bool {
    let values = order
        .iter()
        .zip(&place.values)
        .map(|(Order { field, direction }, value)| compare_values(*direction, &(field.value)(row), value));
    let ordering = values.fold(Ordering::Equal, Ordering::then);
    ordering.then_with(|| (registry.id)(row).cmp(&place.id)) == Ordering::Greater
}

/// One page of all rows that the scope shows.
pub fn page_of<V>(registry: &Registry<V>, query: &Query<V>, mut rows: Vec<V>) -> Page<V> {
    rows.retain(|row| matches(&query.filter, row));
    rows.sort_by(|a, b| compare_rows(registry, &query.order, a, b));
    let total = query.total.unwrap_or(u64::try_from(rows.len()).unwrap_or(u64::MAX));
    let first = match &query.after {
        Some(place) => rows.partition_point(|row| !is_behind(registry, &query.order, row, place)),
        None => usize::try_from(query.offset).unwrap_or(usize::MAX),
    };
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let mut rows = rows.into_iter().skip(first);
    let items: Vec<V> = rows.by_ref().take(limit).collect();
    let last = items.last().filter(|_| rows.next().is_some());
    let next = last.map(|row| place_of(registry, &query.order, row));
    Page { items, total, next }
}
