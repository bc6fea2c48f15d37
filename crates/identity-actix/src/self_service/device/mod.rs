//! `/device` and the devices of tenants (§2.3).

mod link;
mod manage;
mod own;
mod path;
mod view;

pub(super) use link::link;
pub(super) use manage::{get, list, register, remove};
pub(super) use own::{own, people, update};
pub(crate) use path::masked;
