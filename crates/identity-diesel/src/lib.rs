//! The store of identity-core over Diesel: SQLite and PostgreSQL.
//!
//! `SqliteStore` runs closures on one SQLite file, `PostgresStore` on a database that several nodes share. Everything below
//! them, from the repositories to the connection type, knows no database in particular: what differs is in `dialect.rs`,
//! and a runner needs only to lend its connections to a unit.

mod account;
mod any;
mod api_token;
mod audit;
mod buyer;
mod changes;
mod condition;
mod device;
mod dialect;
pub mod dump;
mod error;
#[cfg(test)]
mod explain;
mod group;
mod icon;
mod idempotency;
mod job;
mod links;
mod list;
mod membership;
mod meta;
mod migration;
mod module;
mod outbox;
mod pin;
#[cfg(test)]
mod portable;
#[cfg(feature = "postgres")]
mod postgres;
mod profile;
mod replay;
mod reset;
mod row;
mod schema;
mod second_factor;
mod session;
mod signing_key;
mod sql;
mod sqlite;
mod throttle;
mod totals;
mod unit;
mod user;

pub use meta::{FINGERPRINT, IMPORT};
pub use migration::MigrationStep;
#[cfg(feature = "postgres")]
pub use postgres::{
    PostgresError, PostgresOptions, PostgresStore, StartLock, check_postgres_address, has_schema,
    migrate_postgres, plan_postgres,
};
pub use sqlite::{OpenError, SqliteOptions, SqliteStore, migrate, plan};
