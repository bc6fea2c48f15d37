//! A throw-away PostgreSQL server, started from the programs that are installed, for the tests of one process.
//!
//! It listens on a socket in a folder of its own and nowhere else, syncs nothing, and ends with the process that started
//! it, however that ends.

mod programs;
mod server;

pub use server::{Server, StartError};
