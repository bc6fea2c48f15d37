//! Lists: for every field of every registry and every operator it permits, a store's pages are what
//! [`matches`](crate::list::matches) and [`compare_rows`](crate::list::compare_rows) say of the visible rows.

mod account;
mod audit;
mod dice;
mod examples;
mod group;
mod listing;
mod membership;
mod module;
mod queries;
mod token;
mod user;

pub use account::accounts;
pub use audit::records;
pub use examples::{absent_values, patterns_are_text, worked_examples};
pub use group::groups;
pub use membership::{memberships_by_membership, memberships_by_person};
pub use module::modules;
pub use token::tokens;
pub use user::people;
