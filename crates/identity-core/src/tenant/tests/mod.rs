//! Rules of tenants and tenant users, against the in-memory store.

mod answering;
