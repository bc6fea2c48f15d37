//! The port to the security log: what happens to credentials and is no change that the audit trail tells (S-R47).

use crate::audit::Origin;
use crate::id::{DeviceId, MembershipId, SessionId, TokenId, UserId};

/// What happened. None of it has a secret in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecurityEvent {
    /// A person signed in.
    SignedIn {
        /// Who.
        user: UserId,
        /// The session that began.
        session: SessionId,
    },
    /// A sign-in failed; nobody is named when the e-mail is unknown.
    SignInFailed {
        /// Whom it was about.
        user: Option<UserId>,
    },
    /// A password was guessed at so often that it is void until it is reset.
    PasswordVoided {
        /// Whose.
        user: UserId,
    },
    /// A refresh token was used twice; its session ended (S-R5).
    RefreshReused {
        /// Whose.
        user: UserId,
        /// The session.
        session: SessionId,
    },
    /// An account was entered.
    Entered {
        /// By whom.
        user: UserId,
        /// By which membership.
        membership: MembershipId,
        /// The session.
        session: SessionId,
    },
    /// A sign-in by user code and PIN failed at a device.
    DeviceSignInFailed {
        /// Where.
        device: DeviceId,
        /// Whose code it was, if anybody's.
        membership: Option<MembershipId>,
    },
    /// A membership was locked at devices for a while, or its PIN is void.
    PinLocked {
        /// Whose.
        membership: MembershipId,
        /// Whether only an administrator helps.
        is_void: bool,
    },
    /// A request of the Provisioning API had no good credential (P-R38).
    AuthenticationFailed,
    /// A signed request came a second time (P-R4).
    Replayed {
        /// The key that signed it.
        token: TokenId,
    },
}

impl SecurityEvent {
    /// A short stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignedIn { .. } => "signed-in",
            Self::SignInFailed { .. } => "sign-in-failed",
            Self::PasswordVoided { .. } => "password-voided",
            Self::RefreshReused { .. } => "refresh-reused",
            Self::Entered { .. } => "entered",
            Self::DeviceSignInFailed { .. } => "device-sign-in-failed",
            Self::PinLocked { .. } => "pin-locked",
            Self::AuthenticationFailed => "authentication-failed",
            Self::Replayed { .. } => "replayed",
        }
    }
}

/// Takes security events; it neither waits nor fails.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait SecurityLog: Send + Sync {
    /// Notes an event and where the request came from.
    fn note(&self, event: SecurityEvent, origin: &Origin);
}
