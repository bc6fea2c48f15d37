//! Verbs on domain users (provisioning.md §2.2).

use identity_core::membership::GROUPS_MAX;
use serde_json::{Value, json};

use super::operation::{Operation, Section};
use super::roles::role_name;
use super::terms::array;

pub(super) static SECTION: Section =
    Section { tag: "Verbs on users", operations: OPERATIONS, schemas: Vec::new };

const OPERATIONS: &[Operation] = &[
    Operation::shows("domainUsers.disable", "Disable a user", "DomainUser").refusing(&[116, 122, 139, 142]),
    Operation::shows("domainUsers.enable", "Enable a user", "DomainUser").refusing(&[117]),
    Operation::shows("domainUsers.replaceRoles", "Replace the roles of a user", "DomainUser")
        .taking(roles)
        .refusing(&[106, 111, 113, 115, 120, 139]),
    Operation::shows("domainUsers.replaceRole", "Replace the only role of a user", "DomainUser")
        .refusing(&[106, 111, 115, 120, 130, 139]),
    Operation::shows("domainUsers.takeRoles", "Take roles from a user", "DomainUser")
        .taking(roles)
        .refusing(&[106, 111, 114, 115, 120, 139]),
    Operation::deletes("domainUsers.remove", "Delete a user").refusing(&[112, 139, 142]),
    Operation::shows("domainUsers.transfer", "Make a user the owner", "DomainUser").refusing(&[141]),
];

/// Names of roles: an array, or one text with commas between them.
fn roles() -> Value {
    let names = u32::try_from(GROUPS_MAX).unwrap_or(u32::MAX);
    json!({
        "type": "object", "additionalProperties": false, "required": ["roles"],
        "properties": {"roles": {"oneOf": [array(role_name(), names), {"type": "string", "maxLength": 65 * GROUPS_MAX}]}},
    })
}
