//! Groups as they are sent.

use identity_core::group::GroupInput;

use crate::http::body::Members;

/// Reads the members of create and update.
pub(super) fn read(sent: &mut Members) -> GroupInput {
    GroupInput {
        name: sent.text("name"),
        description: sent.text("description"),
        logo: sent.text("logo"),
        account: sent.reference("account"),
        modules: sent.references("modules"),
        buyers: sent.references("buyers"),
    }
}
