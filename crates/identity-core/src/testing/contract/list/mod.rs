//! Lists: for every field of every registry and every operator it permits, a store's pages are what
//! [`matches`](crate::list::matches) and [`compare_rows`](crate::list::compare_rows) say of the visible rows.

mod account;
mod audit;
mod buyer;
mod collections;
mod dice;
mod examples;
mod group;
mod listing;
mod membership;
mod module;
mod queries;
mod token;
mod user;
mod walk;

pub use account::accounts;
pub(in crate::testing) use account::{TENANTS, any_account};
pub(in crate::testing) use audit::any_record;
pub use audit::records;
pub(in crate::testing) use buyer::any_buyer;
pub use buyer::buyers;
pub use collections::{collections, hidden_elements};
pub(in crate::testing) use dice::{Dice, TEXTS};
pub use examples::{absent_values, ignored_case, patterns_are_text, worked_examples};
pub(in crate::testing) use group::any_group;
pub use group::groups;
pub(in crate::testing) use listing::digest_of;
pub use membership::{memberships_by_membership, memberships_by_person};
pub(in crate::testing) use module::any_module;
pub use module::modules;
pub(in crate::testing) use token::any_token;
pub use token::tokens;
pub use user::people;
pub(in crate::testing) use user::{any_membership, any_user};
pub use walk::rows_that_come_or_go_hide_no_others;
