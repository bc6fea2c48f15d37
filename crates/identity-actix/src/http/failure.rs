//! Everything a request can be refused with: what core answers, and what HTTP adds to it.

use identity_core::Error;

/// Why a request was refused.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Core refused it.
    Core(Error),
    /// The request cannot be read; the text is for the client.
    Malformed(&'static str),
    /// More than one credential.
    TwoCredentials,
    /// A member or parameter that is not known, where that is not ignored.
    UnknownMember(String),
    /// A member that is only shown, where that is not ignored.
    ReadOnlyMember(String),
    /// A token of a kind that is not revoked here (RFC 7009).
    UnsupportedTokenType,
    /// The path is known and the method is not; these are.
    Method(String),
    /// The body is too large.
    TooLarge,
    /// The body did not arrive in time.
    Slow,
    /// The body is of a type that is not read here.
    MediaType,
    /// The handler panicked.
    Panicked,
}

impl Failure {
    /// Whether this is the answer for good to a request that is sent twice (platform.md §1.6).
    pub(crate) fn is_kept(&self) -> bool {
        match self {
            Self::Core(error) => error.is_kept(),
            Self::Malformed(_)
            | Self::UnknownMember(_)
            | Self::ReadOnlyMember(_)
            | Self::UnsupportedTokenType => true,
            Self::TwoCredentials
            | Self::Method(_)
            | Self::TooLarge
            | Self::Slow
            | Self::MediaType
            | Self::Panicked => false,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}
