//! The port to values that are credentials: tokens, and codes of one use.

use crate::id::{DeviceId, TokenId};
use crate::secret::{Digest, Secret};

/// A new token's value, to be shown once, and what is stored of it.
#[derive(Clone)]
pub struct MintedToken {
    /// `idt:<id>:<secret>`.
    pub value: Secret,
    /// SHA-256 of the value.
    pub digest: Digest,
}

/// What a code of 256 random bits is for; each has a form of its own, so none passes for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeKind {
    /// An invitation: the bare 43 characters.
    Invitation,
    /// A refresh token: `rft_` before them.
    Refresh,
    /// A password reset: `rst_` before them.
    Reset,
    /// A browser's session at the pages: `web_` before them.
    Cookie,
    /// The secret of a key that signs requests: `hms_` before them.
    Hmac,
}

impl CodeKind {
    /// What stands before the 43 characters.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Invitation => "",
            Self::Refresh => "rft_",
            Self::Reset => "rst_",
            Self::Cookie => "web_",
            Self::Hmac => "hms_",
        }
    }
}

/// A new code, and what is stored of it.
#[derive(Clone)]
pub struct MintedCode {
    /// The prefix of its kind and 43 URL-safe characters, 256 bits.
    pub value: Secret,
    /// SHA-256 of the value.
    pub digest: Digest,
}

/// A text that has the form and the checksum of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresentedToken {
    /// Which token it claims to be.
    pub id: TokenId,
    /// SHA-256 of the text.
    pub digest: Digest,
}

/// A text that has the form and the checksum of a device token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresentedDevice {
    /// Which device it claims to be.
    pub id: DeviceId,
    /// SHA-256 of the text.
    pub digest: Digest,
}

/// Makes and reads values as platform.md §1.2 and self-service.md §1.2 define them. Reading touches no storage.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait TokenMinter: Send + Sync {
    /// A new value for a token.
    fn token(&self, id: TokenId) -> MintedToken;
    /// A new value for a device.
    fn device_token(&self, id: DeviceId) -> MintedToken;
    /// A new code.
    fn code(&self, kind: CodeKind) -> MintedCode;
    /// Reads a presented token; `None` unless form and checksum are right.
    fn read_token(&self, text: &str) -> Option<PresentedToken>;
    /// Reads a presented device token; `None` unless form and checksum are right.
    fn read_device_token(&self, text: &str) -> Option<PresentedDevice>;
    /// Digest of a presented code; `None` unless it has the form of one of that kind.
    fn read_code(&self, kind: CodeKind, text: &str) -> Option<Digest>;
}
