//! The Self-service API: what people, devices and gateways call for themselves (self-service.md).
//!
//! It routes before it authenticates, takes only the kinds of credentials that a route lists, reads bodies strictly and
//! tells refusals by codes. Its paths stand at the root.

mod answer;
mod auth;
pub(crate) mod body;
pub(crate) mod code;
mod device;
mod key_set;
mod list;
pub(crate) mod openapi;
mod path;
mod refusal;
mod table;
mod tenant;

pub(crate) use device::masked;
pub use key_set::key_set;
pub(crate) use refusal::refuse;
pub use table::self_service_routes;
