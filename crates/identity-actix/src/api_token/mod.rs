//! API tokens (platform.md §3.6).

mod body;
pub(crate) mod handlers;
pub(crate) mod schema;
mod secret;
pub(crate) mod view;
