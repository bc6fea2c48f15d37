//! Lists: one field registry per resource, and queries checked against it (platform.md §2).
//!
//! A registry is the one declaration that feeds validation, both stores, `select` and the documents. The tenant
//! scope is no part of a query: repositories take it beside the query and put both into the same condition.

mod compile;
mod field;
mod filter;
mod memory;
mod order;

pub use compile::{Compiler, compile};
pub use field::{Column, Field, Guard, Index, Kind, Registry};
pub use filter::{Anchor, Filter, Pattern, Scalar, Test};
pub use memory::{compare_rows, matches};
pub use order::{Direction, Order};

/// A checked list request.
#[derive(Debug)]
pub struct Query<V: 'static> {
    /// Which rows.
    pub filter: Filter<V>,
    /// In which order; the identifier is always the last tie-breaker.
    pub order: Vec<Order<V>>,
    /// How many rows at most; 0 only counts.
    pub limit: u32,
    /// How many rows to skip.
    pub offset: u64,
}

/// The most rows one page has.
pub const LIMIT_MAX: u32 = 100;

impl<V> Clone for Query<V> {
    fn clone(&self) -> Self {
        Self {
            filter: self.filter.clone(),
            order: self.order.clone(),
            limit: self.limit,
            offset: self.offset,
        }
    }
}

impl<V> Query<V> {
    /// The first page of everything, in the registry's default order.
    pub fn everything(registry: &'static Registry<V>) -> Self {
        Self { filter: Filter::Always(true), order: registry.default_order(), limit: LIMIT_MAX, offset: 0 }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, at most as many as asked for.
    pub items: Vec<T>,
    /// How many rows match in all.
    pub total: u64,
}
