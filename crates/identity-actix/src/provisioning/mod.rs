//! The Provisioning API: what automation calls by the names of accounts (provisioning.md).
//!
//! It authenticates before it routes, by bearer tokens and by signatures, reads bodies strictly and tells refusals by
//! numbers. Its paths stand at the root.

mod answer;
mod body;
mod credential;
mod domain;
mod list;
pub(crate) mod openapi;
mod path;
mod refusal;
mod role;
mod table;
mod token;
mod user;

pub(crate) use answer::marked;
pub(crate) use credential::admit;
pub(crate) use refusal::refuse;
pub(crate) use table::MACHINES;
pub use table::provisioning_routes;
