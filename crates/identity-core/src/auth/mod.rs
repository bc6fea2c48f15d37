//! Authentication: from a credential to a principal, and what must be forgotten when rights change.

mod cache;
mod device;
mod epoch;
mod key;
mod person;
mod presented;
mod session;
mod signed;
#[cfg(test)]
mod tests;
mod token;

pub use cache::{PrincipalCache, Proof, Verified};
pub use device::{device_in_use, principal_of_device};
pub use epoch::{CredentialKey, Epochs, Forget, Grounds, Noted};
pub use key::check_key;
pub(crate) use key::held_by_admins;
pub use person::at_person_level;
pub(crate) use person::{Rights, live, rights};
pub use presented::Presented;
pub(crate) use session::may_enter;
pub use session::{open_session, principal_of};
pub use signed::{KeyHeader, Signature, SignedRequest};
pub use token::{check_bound, check_credential, refresh};
