//! The real binary, as an operator runs it.

mod commands;
mod embedded;
mod house;
mod life;
mod settings;
