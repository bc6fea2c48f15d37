//! What all resources share: requests in, answers out.

pub(crate) mod answer;
pub(crate) mod body;
mod condition;
pub(crate) mod context;
pub(crate) mod credential;
pub(crate) mod dialect;
pub(crate) mod dispatch;
pub(crate) mod failure;
mod icon;
mod identicon;
pub(crate) mod json;
pub(crate) mod list;
pub(crate) mod network;
mod once;
pub(crate) mod origin;
pub(crate) mod problem;
pub(crate) mod route;
pub(crate) mod select;
pub(crate) mod terms;
pub(crate) mod trace;
pub(crate) mod writer;
