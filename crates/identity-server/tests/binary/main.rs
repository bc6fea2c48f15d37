//! The real binary, as an operator runs it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod commands;
mod house;
mod life;
mod moving;
mod settings;
mod signed;
mod slow;
