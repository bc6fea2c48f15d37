//! People (platform.md §3.3).

pub(crate) mod body;
pub(crate) mod handlers;
pub(crate) mod own;
pub(crate) mod password;
pub(crate) mod schema;
pub(crate) mod view;
