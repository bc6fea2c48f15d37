//! Buyers (platform.md §3.7).

mod body;
pub(crate) mod handlers;
pub(crate) mod schema;
pub(crate) mod view;
