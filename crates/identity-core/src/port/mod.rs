//! Ports: what core needs from the outside. Adapters implement them; use cases know nothing else.

mod hasher;
mod mailer;
mod minter;
mod otp;
mod security;
mod signer;
mod source;
mod store;

#[cfg(any(test, feature = "testing"))]
pub use hasher::MockPasswordHasher;
pub use hasher::{HashError, PasswordHasher};
#[cfg(any(test, feature = "testing"))]
pub use mailer::MockMailer;
pub use mailer::{Mail, MailError, Mailer};
#[cfg(any(test, feature = "testing"))]
pub use minter::MockTokenMinter;
pub use minter::{CodeKind, MintedCode, MintedToken, PresentedDevice, PresentedToken, TokenMinter};
#[cfg(any(test, feature = "testing"))]
pub use otp::MockOneTimeCodes;
pub use otp::OneTimeCodes;
#[cfg(any(test, feature = "testing"))]
pub use security::MockSecurityLog;
pub use security::{SecurityEvent, SecurityLog};
#[cfg(any(test, feature = "testing"))]
pub use signer::MockTokenSigner;
pub use signer::{KeyPair, PublicKey, SignError, TokenSigner};
pub use source::{Clock, Entropy, KeyedDigester, MessageAuthenticator, SealError, SecretSealer};
#[cfg(any(test, feature = "testing"))]
pub use source::{MockClock, MockEntropy, MockSecretSealer};
pub use store::{Job, Reading, Store, Transaction};
