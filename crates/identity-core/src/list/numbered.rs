//! Pages by number, as the Self-service API asks for them (self-service.md §1.1).

use super::field::Registry;
use super::filter::Filter;
use super::order::{Direction, Order};
use super::page::{LIMIT_MAX, Query};
use crate::error::Error;

/// A page by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedPage {
    /// From 1.
    pub number: u64,
    /// How many rows; more than [`LIMIT_MAX`] is as many as that.
    pub size: u32,
    /// By what; the registry's own order if nothing is said.
    pub sort_by: Option<String>,
    /// Which end first.
    pub direction: Direction,
}

impl Default for NumberedPage {
    fn default() -> Self {
        Self { number: 1, size: 20, sort_by: None, direction: Direction::Ascending }
    }
}

impl NumberedPage {
    /// How many rows the page has at most.
    pub fn size(&self) -> u32 {
        self.size.min(LIMIT_MAX)
    }

    /// The request for the rows that meet the filter.
    ///
    /// # Errors
    /// [`Error::Invalid`] keyed by the parameter.
    pub fn query<V>(&self, registry: &'static Registry<V>, filter: Filter<V>) -> Result<Query<V>, Error> {
        let before =
            self.number.checked_sub(1).ok_or_else(|| Error::invalid("pageNumber", "Must be from 1."))?;
        if self.size == 0 {
            return Err(Error::invalid("pageSize", "Must be from 1."));
        }
        let order = match &self.sort_by {
            None => registry.default_order().into_iter().map(|by| by.field).next(),
            Some(name) => {
                let known = registry.fields.iter().find(|field| field.path == name && field.is_sortable);
                Some(known.ok_or_else(|| Error::invalid("sortBy", "The list is not sorted by that."))?)
            }
        };
        Ok(Query {
            filter,
            order: order.map(|field| Order { field, direction: self.direction }).into_iter().collect(),
            limit: self.size(),
            offset: before.saturating_mul(u64::from(self.size())),
            after: None,
            total: None,
        })
    }
}
