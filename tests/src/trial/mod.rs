//! Writers whose ledger is compared with what is there afterwards, for trials in which something is killed.

mod belief;
mod compare;
mod facts;
mod ledger;
mod stage;
mod writer;

pub use belief::Belief;
pub use compare::{Verdict, compare};
pub use facts::Facts;
pub use ledger::{Change, Entry, Outcome};
pub use stage::{Desk, Stage, WRITERS};
pub use writer::Writers;
