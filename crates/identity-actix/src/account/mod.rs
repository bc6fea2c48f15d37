//! Accounts (platform.md §3.1).

mod body;
pub(crate) mod handlers;
pub(crate) mod schema;
pub(crate) mod view;
