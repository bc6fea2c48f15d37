//! Roles (provisioning.md §2.3, §3.4).

use identity_core::id::{GroupId, Id as _};
use serde_json::{Value, json};

use super::operation::{Operation, Section};
use super::terms::{array, closed, id, line, nullable, one_of};

pub(super) static SECTION: Section = Section { tag: "Roles", operations: OPERATIONS, schemas };

const OPERATIONS: &[Operation] = &[
    Operation::lists("roles.list", "List the roles of a domain", "Role").refusing(&[138]),
    Operation::shows("roles.get", "Read a role", "Role"),
    Operation::shows("roles.create", "Make a role", "Role").taking(sent).refusing(&[106, 133, 136, 138]),
];

/// Modules that a role lists at most.
const POLICIES_MAX: u32 = 1000;

/// Codes of modules, or all of the default group.
fn policies() -> Value {
    json!({"oneOf": [one_of(&["*"]), array(line(100), POLICIES_MAX)]})
}

/// The same as it may be sent.
fn sent_policies() -> Value {
    json!({"oneOf": [{"type": "null"}, one_of(&["*"]), array(line(100), POLICIES_MAX)]})
}

fn sent() -> Value {
    json!({
        "type": "object", "additionalProperties": false, "required": ["name"],
        "properties": {
            "name": role_name(),
            "description": nullable(prose()),
            "policies": sent_policies(),
            "applications": sent_policies(),
        },
    })
}

/// Text in which lines may be broken.
fn prose() -> Value {
    json!({"type": "string", "maxLength": 2000})
}

/// The name of a role.
pub(super) fn role_name() -> Value {
    json!({"type": "string", "pattern": "^[A-Za-z0-9]+(?:[ _-]+[A-Za-z0-9]+)*$", "maxLength": 64})
}

fn schemas() -> Vec<(&'static str, Value)> {
    let role = json!({
        "id": nullable(id(&[GroupId::SHAPE])),
        "name": role_name(),
        "description": nullable(prose()),
        "policies": policies(),
        "applications": array(line(100), 0),
        "default": {"type": "boolean"},
    });
    vec![("Role", closed(role))]
}
