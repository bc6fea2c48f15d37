//! What tests stand on: an in-memory store, fakes of the other ports, fixtures, and the suite that every store
//! must pass.

pub mod contract;
pub mod differential;
pub mod fakes;
pub mod fixture;
mod memory;
pub mod model;
mod till;
mod world;

pub use memory::{CommitFault, MemoryStore};
pub use till::Till;
pub use world::{BILLING, PASSWORD, REPORTS, World, catalogue};
