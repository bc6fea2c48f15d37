//! What every test stands on: one server for the whole binary, accounts of one's own, and a client that checks what
//! every answer has to look like.

pub mod answer;
pub mod client;
pub mod database;
pub mod form;
pub mod ids;
pub mod mail;
pub mod person;
pub mod raw;
pub mod session;
pub mod signer;
pub mod site;
pub mod tenant;
pub mod wait;

pub use answer::Answer;
pub use client::Client;
pub use person::Person;
pub use session::Session;
pub use signer::{Scope, Signer};
pub use site::site;
pub use tenant::{Reseller, Tenant, Token};
