//! Domain users: the members of a domain, and the persons behind them (provisioning.md §2.2, §3.3).

mod find;
mod person;
mod read;
mod value;
mod verb;
mod view;

pub use person::{Person, person_by_email, person_by_id};
pub use read::{UserKey, get, list};
pub use verb::{RolesInput, disable, enable, remove, replace_role, replace_roles, take_roles, transfer};
pub use view::{DomainUser, DomainUserStatus};
