//! What a list request asks for, and what it is answered with.

use super::field::Registry;
use super::filter::{Filter, Scalar};
use super::order::Order;

/// The most rows one page has.
pub const LIMIT_MAX: u32 = 100;

/// A place in an order: right behind one row, whether or not that row still exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The row's value of each member of the order.
    pub values: Vec<Scalar>,
    /// The row's identifier, which breaks ties.
    pub id: u64,
}

/// A checked list request.
#[derive(Debug)]
pub struct Query<V: 'static> {
    /// Which rows.
    pub filter: Filter<V>,
    /// In which order; the identifier is always the last tie-breaker.
    pub order: Vec<Order<V>>,
    /// How many rows at most; 0 only counts.
    pub limit: u32,
    /// How many rows come before the page. They are skipped, unless the page starts at a place.
    pub offset: u64,
    /// The place that the page starts behind; it has a value for each member of the order.
    pub after: Option<Place>,
    /// How many rows match in all, if that is known already: then nobody counts.
    pub total: Option<u64>,
}

impl<V> Clone for Query<V> {
    fn clone(&self) -> Self {
        Self {
            filter: self.filter.clone(),
            order: self.order.clone(),
            limit: self.limit,
            offset: self.offset,
            after: self.after.clone(),
            total: self.total,
        }
    }
}

impl<V> Query<V> {
    /// The first page of everything, in the registry's default order.
    pub fn everything(registry: &'static Registry<V>) -> Self {
        Self {
            filter: Filter::Always(true),
            order: registry.default_order(),
            limit: LIMIT_MAX,
            offset: 0,
            after: None,
            total: None,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, at most as many as asked for.
    pub items: Vec<T>,
    /// How many rows match in all.
    pub total: u64,
    /// The place of the last row, if rows follow it.
    pub next: Option<Place>,
}

impl<T> Page<T> {
    /// The page of a list that has no rows.
    pub const fn empty() -> Self {
        Self { items: Vec::new(), total: 0, next: None }
    }

    /// The same page of other items, each made of one of its own.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        let items = self.items.into_iter().map(make).collect();
        Page { items, total: self.total, next: self.next }
    }

    /// The same page of other items, made of all of its own at once.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn try_map<U, E>(self, make: impl FnOnce(Vec<T>) -> Result<Vec<U>, E>) -> Result<Page<U>, E> {
        Ok(Page { items: make(self.items)?, total: self.total, next: self.next })
    }
}
