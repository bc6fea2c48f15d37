//! Bearer credentials as they were presented: read by their form, before storage is asked.

use super::epoch::CredentialKey;
use crate::port::{PresentedDevice, PresentedToken, TokenMinter};
use crate::session::Claims;

/// A bearer credential whose form, checksum or signature is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presented {
    /// `idt:TKN-…`: an API token or an integration token, which its row tells.
    Token(PresentedToken),
    /// `idt:DEV-…`
    Device(PresentedDevice),
    /// A JWT of ours that has not expired.
    Session(Box<Claims>),
}

impl Presented {
    /// What a principal of it is remembered under.
    pub const fn key(&self) -> CredentialKey {
        match self {
            Self::Token(token) => CredentialKey::Token(token.id),
            Self::Device(device) => CredentialKey::Device(device.id),
            Self::Session(claims) => CredentialKey::Session(claims.session),
        }
    }

    /// Whether a value is of the form `idt:…`; every other is read as a JWT.
    pub fn is_token(value: &str) -> bool {
        value.starts_with("idt:")
    }

    /// Reads a value of the form `idt:…`.
    pub fn of_token(minter: &dyn TokenMinter, value: &str) -> Option<Self> {
        let token = minter.read_token(value).map(Self::Token);
        token.or_else(|| minter.read_device_token(value).map(Self::Device))
    }
}
