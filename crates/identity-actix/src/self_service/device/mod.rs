//! `/device` and the devices of tenants (§2.3).

mod code;
mod link;
mod manage;
mod own;
mod sign_in;
mod view;

pub(crate) use code::masked;
pub(super) use link::link;
pub(super) use manage::{get, list, register, remove};
pub(super) use own::{own, people, update};
pub(super) use sign_in::sign_in;
