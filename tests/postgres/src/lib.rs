//! Throw-away PostgreSQL servers, started from the programs that are installed, for the tests and trials of one process.
//!
//! A [`Server`] is for tests: it listens on a socket in a folder of its own, and on a port if told so, and syncs
//! nothing; a [`Bouncer`] stands before it. A [`Node`] is for trials: it keeps what it acknowledged, whatever is done to it; a [`Cluster`] is two of them. All of
//! them end with the process that started them, however that ends.

mod bouncer;
mod cluster;
mod node;
mod port;
mod programs;
mod server;
mod signal;
mod tls;

pub use bouncer::Bouncer;
pub use cluster::Cluster;
pub use node::Node;
pub use server::{Server, StartError};
