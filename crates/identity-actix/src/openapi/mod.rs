//! The reference: an OpenAPI 3.1 document made from the route table and the rows in each resource's `schema.rs`.
//!
//! Limits and names come from the core's own types, so that a changed one changes the document. Every string, array
//! and number has bounds; what is answered is closed, which lets the end-to-end tests check every answer against it.

mod common;
mod document;
pub(crate) mod member;
pub(crate) mod object;
pub(crate) mod operation;
mod page;
mod parameters;
mod paths;
mod responses;
#[cfg(test)]
mod tests;
pub(crate) mod text;

pub use document::document;
pub(crate) use document::{Schemas, put, put_at_the_root};
pub use page::configure_documents;
pub(crate) use parameters::variables;
pub(crate) use responses::{header, refusal_headers};
