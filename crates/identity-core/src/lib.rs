//! Accounts, people, memberships, groups, modules and API tokens: entities, rules, use cases and ports.

pub mod account;
pub mod actor;
pub mod api_token;
pub mod audit;
pub mod auth;
#[cfg(test)]
mod documents;
pub mod error;
pub mod group;
pub mod id;
pub mod list;
pub mod membership;
pub mod module;
pub mod outbox;
pub mod policy;
pub mod port;
pub mod secret;
pub mod service;
pub mod state;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod timestamp;
pub mod user;
pub mod value;

pub use error::{Error, StoreError, Violations};
