//! Domain users: the members of a domain, and the persons behind them (provisioning.md §2.2, §3.3).

mod add;
mod change;
mod change_input;
mod find;
mod input;
mod insert;
mod new;
mod person;
mod read;
#[cfg(test)]
mod tests;
mod value;
mod verb;
mod view;

pub use add::{add_external, add_internal};
pub use change::change;
pub use change_input::UserChange;
pub use input::DomainUserInput;
pub use person::{Person, person_by_email, person_by_id};
pub use read::{UserKey, get, list};
pub use verb::{RolesInput, disable, enable, remove, replace_role, replace_roles, take_roles, transfer};
pub use view::{DomainUser, DomainUserStatus};
