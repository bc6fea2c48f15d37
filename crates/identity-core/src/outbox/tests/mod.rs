//! What waits in the outbox, against the in-memory store.

mod compose;
mod deliver;
