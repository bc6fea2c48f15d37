//! Authorization: one pure function, deny by default (platform.md §5 and §6).
//!
//! What an actor sees is a scope, applied by the store; what it may do to what it sees is [`Action`].
//! An invisible object does not exist (404), a visible one that may not be touched is forbidden (403).

mod action;
mod scope;
#[cfg(test)]
mod tests;

pub use action::{Action, Target, permits};
