//! A throw-away PostgreSQL server, started from the programs that are installed, for the tests of one process.
//!
//! It listens on a socket in a folder of its own, and on a port if told so, syncs nothing, and ends with the process that started
//! it, however that ends.

mod programs;
mod server;
mod tls;

pub use server::{Server, StartError};
