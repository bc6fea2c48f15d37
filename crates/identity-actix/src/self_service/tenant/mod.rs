//! `/account` and `/tenants`: the own account, tenants, their users and the tokens of robots (§2.1, §2.2).

pub(super) mod account;
mod body;
pub(super) mod invitation;
pub(super) mod tenants;
pub(super) mod tokens;
pub(super) mod users;
pub(super) mod view;
