//! The service: ports wired together, and the way in for every dialect.
//!
//! A dialect authenticates a credential to a [`Principal`](crate::actor::Principal), then runs use cases, which are
//! plain functions over a transaction, through [`Identity::read`] and [`Identity::write`].

mod bootstrap;
mod call;
mod catalogue;
mod expired;
mod identity;
mod names;
mod signed;
mod uses;

pub use bootstrap::{Bootstrap, Bootstrapped, bootstrap};
pub use call::{Call, Limits, PasswordRules, Record, Settings, Tools};
pub use catalogue::apply_catalogue;
pub use identity::{Identity, Ports};
pub use names::{ActorName, ActorNames};
