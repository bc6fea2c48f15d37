//! The links that mails have: to answer an invitation (R18), to set a new password (S-R14).

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::id::{MembershipId, UserId};
use crate::secret::Secret;

/// `<portal>/accept-invite?code=<base64url of {"code":"…","accountUserId":"AUSR-…"}>`.
pub fn invitation_url(portal: &str, code: &Secret, membership: MembershipId) -> Secret {
    // The code is base64url and the identifier digits and letters, so neither needs escaping.
    let json = Secret::new(format!(r#"{{"code":"{}","accountUserId":"{membership}"}}"#, code.expose()));
    Secret::new(format!("{portal}/accept-invite?code={}", URL_SAFE_NO_PAD.encode(json.expose())))
}

/// What a sealed invitation code is bound to.
pub fn seal_context(membership: MembershipId) -> String {
    format!("invitation:{membership}")
}

/// How long the link to set a new password is good (self-service.md §1.2).
pub const RESET_SPAN: Duration = Duration::from_secs(15 * 60);

/// `<portal>/reset-password?code=<rst_ and 43 characters>`.
pub fn reset_url(portal: &str, code: &Secret) -> Secret {
    // The code is base64url after its prefix, so it needs no escaping.
    Secret::new(format!("{portal}/reset-password?code={}", code.expose()))
}

/// What a sealed reset code is bound to.
pub fn reset_seal_context(user: UserId) -> String {
    format!("reset:{user}")
}
