//! Authentication: from a credential to a principal, and what must be forgotten when rights change.

mod cache;
mod epoch;
mod person;
#[cfg(test)]
mod tests;
mod token;

pub use cache::{PrincipalCache, Verified};
pub use epoch::{Epochs, Forget, Noted};
pub use person::enter;
pub use token::{check_credential, refresh};
