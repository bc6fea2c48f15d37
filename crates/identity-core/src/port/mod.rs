//! Ports: what core needs from the outside. Adapters implement them; use cases know nothing else.

mod hasher;
mod mailer;
mod source;
mod store;

#[cfg(any(test, feature = "testing"))]
pub use hasher::MockPasswordHasher;
pub use hasher::{HashError, PasswordHasher};
#[cfg(any(test, feature = "testing"))]
pub use mailer::MockMailer;
pub use mailer::{Mail, MailError, Mailer};
pub use source::{
    Clock, Entropy, KeyedDigester, MintedCode, MintedToken, PresentedToken, SealError, SecretSealer,
    TokenMinter,
};
#[cfg(any(test, feature = "testing"))]
pub use source::{MockClock, MockEntropy, MockSecretSealer, MockTokenMinter};
pub use store::{Job, Reading, Store, Transaction};
