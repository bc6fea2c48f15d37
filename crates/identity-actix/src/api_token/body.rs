//! API tokens as they are sent.

use identity_core::api_token::TokenInput;
use identity_core::value::Member;

use crate::http::body::Members;

/// Reads the members of create and update.
pub(super) fn read(sent: &mut Members) -> TokenInput {
    TokenInput {
        name: sent.text("name"),
        description: sent.text("description"),
        icon: sent.text("icon"),
        account: sent.reference("account"),
        modules: sent.references("modules"),
        expires_at: sent.text("expiresAt"),
        retrievable: sent.flag("retrievable"),
        holder: sent.reference("holder"),
    }
}

/// Reads for how long the old value goes on working.
pub(super) fn grace(sent: &mut Members) -> Member<u64> {
    sent.number("graceSeconds")
}
