//! Domains (provisioning.md §2.3).

use identity_core::id::{AccountId, Id as _};
use serde_json::{Value, json};

use super::operation::{Operation, Section};
use super::terms::{closed, count, date, full_name, id, line, nullable, one_of};

pub(super) static SECTION: Section = Section { tag: "Domains", operations: OPERATIONS, schemas };

const OPERATIONS: &[Operation] = &[
    Operation::lists("domains.list", "List the domains in reach", "Domain").refusing(&[138]),
    Operation::shows("domains.create", "Make a domain", "Domain").taking(sent).refusing(&[131, 138]),
    Operation::shows("domains.get", "Read a domain", "Domain"),
    Operation::deletes("domains.delete", "Delete a disabled domain for good").refusing(&[132]),
    Operation::shows("domains.enable", "Enable a domain", "Domain"),
    Operation::shows("domains.disable", "Disable a domain", "Domain"),
];

fn sent() -> Value {
    json!({
        "type": "object", "additionalProperties": false, "required": ["name", "plan"],
        "properties": {
            "name": full_name(),
            "plan": line(64),
            "time": nullable(count()),
            "volume": nullable(count()),
            "status": {"type": ["string", "null"], "enum": ["active", "inactive", null]},
        },
    })
}

fn schemas() -> Vec<(&'static str, Value)> {
    let domain = json!({
        "id": id(&[AccountId::SHAPE]),
        "name": full_name(),
        "plan": nullable(line(64)),
        "time": nullable(count()),
        "volume": nullable(count()),
        "status": one_of(&["active", "inactive"]),
        "created": date(),
        "updated": date(),
    });
    vec![("Domain", closed(domain))]
}
