//! Domains, domain users, roles and tokens: accounts, memberships, groups and API tokens as automation names and
//! changes them (provisioning.md).

mod acting;
mod faults;
mod name;
mod reach;
mod refusal;
pub mod role;
pub mod token;
pub mod user;
mod view;
mod window;

pub use acting::acting_person;
pub(crate) use faults::Faults;
pub use name::DomainName;
pub use reach::{Short, get, within};
pub use refusal::DomainRefusal;
pub use view::Domain;
pub use window::Window;
