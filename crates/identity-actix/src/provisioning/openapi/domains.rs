//! Domains and their roles (provisioning.md §2.3).

use identity_core::id::{AccountId, Id as _};
use serde_json::{Value, json};

use super::operation::{Operation, Section};
use super::terms::{closed, count, date, full_name, id, line, nullable, one_of};

pub(super) static SECTION: Section = Section { tag: "Domains", operations: OPERATIONS, schemas };

const OPERATIONS: &[Operation] = &[Operation::shows("domains.get", "Read a domain", "Domain")];

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
