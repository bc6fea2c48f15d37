//! Passwords, token secrets, sealing, signatures, randomness and the clock of identity-core's ports.
//!
//! Each port has one adapter here: [`ArgonHasher`] hashes passwords on threads of its own, [`Minter`] makes and
//! reads token values, [`EdSigner`] signs the tokens of sessions, [`HmacAuthenticator`] tags what is signed with shared keys,
//! [`Sealer`] seals what has to be read again, [`OsEntropy`] and [`SystemClock`] bring in
//! randomness and time. [`MasterKey`] is the one secret of an installation; every other key is derived from it.

mod authenticator;
mod clock;
mod digester;
mod entropy;
mod hasher;
mod master_key;
mod sealer;
mod signer;
mod token;
mod totp;

pub use authenticator::HmacAuthenticator;
pub use clock::SystemClock;
pub use digester::Digester;
pub use entropy::{EntropyUnavailable, OsEntropy};
pub use hasher::{ArgonHasher, HasherError, HashingLimits, HashingParameters};
pub use master_key::{KeyFileError, MasterKey};
pub use sealer::Sealer;
pub use signer::EdSigner;
pub use token::Minter;
pub use totp::Totp;
