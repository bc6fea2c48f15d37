//! Deterministic stand-ins for the other ports, without cryptography and without I/O.

mod authenticator;
mod clock;
mod digester;
mod entropy;
mod hasher;
mod mailer;
mod minter;
mod otp;
mod sealer;
mod security;
mod signer;

pub use authenticator::FakeAuthenticator;
pub use clock::FixedClock;
pub use digester::FakeDigester;
pub use entropy::SeededEntropy;
pub use hasher::FakeHasher;
pub use mailer::MemoryMailer;
pub use minter::{FakeMinter, fake_digest};
pub use otp::FakeCodes;
pub use sealer::FakeSealer;
pub use security::MemorySecurityLog;
pub use signer::FakeSigner;
