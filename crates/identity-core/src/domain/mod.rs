//! Domains, domain users, roles and tokens: accounts, memberships, groups and API tokens as automation names and
//! changes them (provisioning.md).

mod acting;
mod create;
mod faults;
mod input;
mod name;
mod reach;
mod read;
mod refusal;
pub mod role;
mod steer;
#[cfg(test)]
mod tests;
pub mod token;
pub mod user;
mod view;
mod window;

pub use acting::acting_person;
pub use create::create;
pub(crate) use faults::Faults;
pub use input::DomainInput;
pub use name::DomainName;
pub use reach::{Short, within};
pub use read::{get, list};
pub use refusal::DomainRefusal;
pub use steer::{delete, disable, enable};
pub use view::Domain;
pub use window::Window;
