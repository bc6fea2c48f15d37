//! The Self-service API: what people, devices and gateways call for themselves (self-service.md).
//!
//! It routes before it authenticates, takes only the kinds of credentials that a route lists, reads bodies strictly and
//! tells refusals by codes. Its paths stand at the root.

mod body;
mod check;
mod list;
pub(crate) mod refusal;
pub(crate) mod schema;
mod table;

pub(crate) use refusal::refuse;
pub use table::self_service_routes;
