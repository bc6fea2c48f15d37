//! Domain users: the members of a domain, and the persons behind them (provisioning.md §2.2, §3.3).

mod find;
mod person;
mod read;
mod value;
mod view;

pub(crate) use find::find_by_email;
pub use person::{Person, person_by_email, person_by_id};
pub use read::{UserKey, get, list};
pub(crate) use view::view;
pub use view::{DomainUser, DomainUserStatus};
