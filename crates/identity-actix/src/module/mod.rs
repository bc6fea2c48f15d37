//! Modules (platform.md §3.5).

pub(crate) mod handlers;
pub(crate) mod schema;
pub(crate) mod view;
