//! What a JSON web token of ours says (self-service.md §1.3).

use std::time::Duration;

use super::TOKEN_SPAN;
use crate::account::AccountKind;
use crate::actor::{Credential, Principal};
use crate::id::{AccountId, MembershipId, SessionId, UserId};
use crate::timestamp::Timestamp;

/// The name of a channel on the wire and in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelName {
    /// A browser or any other client of a person.
    Web,
    /// A till, kiosk or box.
    Device,
}

impl ChannelName {
    /// The name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Device => "device",
        }
    }

    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Web, Self::Device].into_iter().find(|channel| channel.as_str() == text)
    }
}

/// What an access token says beyond an auth token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessClaims {
    /// The account entered.
    pub account: AccountId,
    /// What it is.
    pub account_kind: AccountKind,
    /// By which membership.
    pub membership: MembershipId,
    /// Codes of the effective modules, for those who verify offline; here the present rights count (S-R2).
    pub modules: Vec<String>,
    /// Through what.
    pub channel: ChannelName,
}

/// The claims of an auth token, or of an access token if there is `access`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// `iss`
    pub issuer: String,
    /// `aud`
    pub audience: String,
    /// `sub`
    pub user: UserId,
    /// `sid`
    pub session: SessionId,
    /// `iat`, whole seconds.
    pub issued_at: Timestamp,
    /// `exp`, whole seconds.
    pub expires_at: Timestamp,
    /// `jti`
    pub id: String,
    /// The rest of an access token.
    pub access: Option<AccessClaims>,
}

/// How far the clock of another process may be ahead.
const AHEAD_MAX: Duration = Duration::from_secs(60);

impl Claims {
    /// Whether they hold now: made by us, for us, not expired, and never for longer than a token is good. An auth token
    /// is for its issuer, an access token for the audience of the API (self-service.md §1.3).
    pub fn hold(&self, issuer: &str, audience: &str, now: Timestamp) -> bool {
        let is_ours = self.issuer == issuer;
        let is_for_us = self.audience == if self.access.is_some() { audience } else { issuer };
        let is_sane =
            self.issued_at <= now.plus(AHEAD_MAX) && self.expires_at <= self.issued_at.plus(TOKEN_SPAN);
        is_ours && is_for_us && is_sane && now < self.expires_at
    }

    /// Whether they name the session and the rights that the principal was read for, so that no kind of token passes
    /// for another (S-R1).
    pub fn fit(&self, principal: &Principal) -> bool {
        let named = (self.session, self.access.as_ref().map(|access| (access.membership, access.channel)));
        let is_of_session = match principal.credential {
            Credential::Auth(session) => named == (session, None),
            Credential::Access { session, membership } => {
                named == (session, Some((membership, ChannelName::Web)))
            }
            Credential::DeviceAccess { session, membership, .. } => {
                named == (session, Some((membership, ChannelName::Device)))
            }
            _ => false,
        };
        is_of_session && principal.actor.person() == Some(self.user)
    }
}
