//! Groups (platform.md §3.4).

mod body;
pub(crate) mod handlers;
pub(crate) mod schema;
pub(crate) mod view;
