//! Accounts (platform.md §3.1).

pub(crate) mod body;
pub(crate) mod handlers;
pub(crate) mod schema;
pub(crate) mod view;
