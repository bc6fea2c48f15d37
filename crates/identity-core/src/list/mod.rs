//! Lists: one field registry per resource, and queries checked against it (platform.md §2).
//!
//! A registry is the one declaration that feeds validation, both stores, `select` and the documents. The tenant
//! scope is no part of a query: repositories take it beside the query and put both into the same condition.

mod collection;
mod compile;
mod cursor;
mod field;
mod filter;
mod memory;
mod numbered;
mod order;
mod page;
#[cfg(test)]
mod registries;

pub(crate) use collection::member;
pub use collection::{Collection, Element, SELF};
pub use compile::compile;
pub use cursor::Cursors;
pub use field::{Column, Field, Guard, Index, Kind, Registry};
pub use filter::{Anchor, Filter, Pattern, Scalar, Test};
pub use memory::{compare_rows, is_behind, matches, page_of, place_of};
pub use numbered::NumberedPage;
pub use order::{Direction, Order};
pub use page::{LIMIT_MAX, Page, Place, Query};
