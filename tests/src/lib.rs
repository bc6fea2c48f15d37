//! What the demonstration, the trials and the benchmarks share: a throw-away server, and a small HTTP client that
//! never repeats a request by itself.

mod api;
mod connection;
mod failure;
mod home;
mod mail;
mod process;
mod reference;
mod trial;

pub use api::{Api, Reply, at, format_request, ready};
pub use connection::{Answer, Connection};
pub use failure::Failure;
pub use home::{Home, PASSWORD};
pub use mail::readable;
pub use process::Process;
pub use reference::{Reference, Seen};
pub use trial::{Belief, Change, Desk, Entry, Facts, Outcome, Stage, Verdict, WRITERS, Writers, compare};
