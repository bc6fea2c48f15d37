//! Accounts, people, memberships, groups, modules and API tokens: entities, rules, use cases and ports.
//!
//! This crate answers four questions: *who is this, in which account, what may they do, and is that still true right
//! now?* It knows no database, no HTTP, no environment and no clock; all of these come in through [`port`]s.
//!
//! # The rooms
//! One folder per aggregate ([`account`], [`user`], [`membership`], [`group`], [`module`], [`api_token`], [`buyer`], [`device`],
//! [`audit`], [`outbox`], [`icon`]), and in each the same files: the entity (`mod.rs`), its state machine (`state.rs`), its stored form
//! (`repository.rs`), what lists may name (`fields.rs`), and a file per use case. Beside them:
//! [`policy`] (who may do what), [`auth`] (from a credential to a principal), [`list`] (queries), [`value`] (types
//! that parse), [`service`] (everything wired together).
//!
//! # How a request runs
//! [`service::Identity::authenticate`] turns a token into a [`Principal`](actor::Principal). A use case is a plain
//! function over a [`Transaction`](port::Transaction) and a [`Call`](service::Call); [`service::Identity::read`] and
//! [`service::Identity::write`] run it. A write reads its actor again, checks, changes, and appends one audit record,
//! all in one transaction; what caches must forget is forgotten after the commit and before the answer.
//!
//! ```
//! # #[cfg(feature = "testing")] {
//! use identity_core::account::{self, AccountInput};
//! use identity_core::error::Error;
//! use identity_core::testing::{BILLING, World};
//! use identity_core::value::Member;
//!
//! // A whole service in memory, bootstrapped: what any team can test against.
//! let world = World::new();
//! let client = world.client("Harbour Lane Foods");
//! let (_, value) = world.token(client.id, &[BILLING]);
//! assert!(world.authenticate(&value).is_ok());
//!
//! // A token of the account sees its own account and nobody else's.
//! let actor = world.authenticate(&value).unwrap();
//! let other = world.client("Other").id;
//! let seen = world.read(&actor, move |tx, call| account::visible(tx, call, other));
//! assert_eq!(seen, Err(Error::NotFound));
//!
//! // What it sees and may not touch is forbidden; bad input changes nothing.
//! let input = AccountInput { name: Member::Value("Renamed".into()), ..AccountInput::default() };
//! let own = client.id;
//! let renamed = world.write(&actor, move |tx, call| account::update(tx, call, own, Ok(&input)));
//! assert_eq!(renamed, Err(Error::Forbidden));
//! # }
//! ```
//!
//! # Embedding
//! `examples/embedded.rs` wires the ports by hand; the same with the SQLite store is in the `tests` package. Feature
//! `testing` brings the in-memory store, fakes of every port, mocks of every repository
//! and the contract suite that a store of your own must pass.

pub mod account;
pub mod actor;
pub mod api_token;
pub mod audit;
pub mod auth;
pub mod buyer;
pub mod condition;
pub mod device;
#[cfg(test)]
mod documents;
pub mod domain;
pub mod error;
pub mod group;
pub mod icon;
pub mod id;
pub mod idempotency;
pub mod link;
pub mod list;
pub mod membership;
pub mod module;
pub mod outbox;
pub mod policy;
pub mod port;
pub mod refusal;
pub mod replay;
pub mod reset;
pub mod second_factor;
pub mod secret;
pub mod service;
pub mod session;
pub mod signing_key;
pub mod state;
pub mod tenant;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod throttle;
pub mod timestamp;
pub mod user;
pub mod value;

pub use error::{Error, StoreError, Violations};
