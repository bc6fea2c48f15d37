//! Memberships in their two families: by account and person, and by their own identifier (platform.md §3.2).

mod body;
pub(crate) mod family;
pub(crate) mod groups;
pub(crate) mod handlers;
pub(crate) mod invitation;
pub(crate) mod schema;
mod view;
