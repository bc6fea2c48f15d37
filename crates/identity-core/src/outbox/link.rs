//! The link that an invitation's mail has (R18).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::id::MembershipId;
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
