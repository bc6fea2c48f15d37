//! The audit trail (platform.md §3.8), and the `audit` block of everything else.

pub(crate) mod handlers;
pub(crate) mod schema;
pub(crate) mod stamps;
mod template;
mod view;
