//! The store of identity-core over Diesel: SQLite and PostgreSQL.

mod any;
mod schema;
