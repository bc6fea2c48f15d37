//! The order of a list: absent values last in both directions.

use super::field::Field;

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

/// One member of an order.
#[derive(Debug)]
pub struct Order<V: 'static> {
    /// By what.
    pub field: &'static Field<V>,
    /// Which end first.
    pub direction: Direction,
}

impl<V> Clone for Order<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Order<V> {}
