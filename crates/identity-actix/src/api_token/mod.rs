//! API tokens (platform.md §3.6).

mod body;
pub(crate) mod handlers;
mod secret;
pub(crate) mod view;
