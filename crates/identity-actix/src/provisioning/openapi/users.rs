//! Domain users and persons (provisioning.md §2.2, §3.3).

use identity_core::domain::user::DomainUserStatus;
use identity_core::id::{Id as _, UserId};
use identity_core::membership::GROUPS_MAX;
use serde_json::{Value, json};

use super::operation::{Operation, Section};
use super::roles::role_name;
use super::terms::{array, closed, full_name, id, line, nullable, one_of};

pub(super) static SECTION: Section = Section { tag: "Users", operations: OPERATIONS, schemas };

const OPERATIONS: &[Operation] = &[
    Operation::shows("persons.byEmail", "Read a person", "DomainPerson"),
    Operation::lists("domainUsers.list", "List the users of a domain", "DomainUser").refusing(&[138]),
    Operation::shows("domainUsers.byEmail", "Read a user by e-mail", "DomainUser"),
    Operation::shows("persons.byId", "Read a person by id", "DomainPerson"),
    Operation::shows("domainUsers.byId", "Read a user by id", "DomainUser"),
    Operation::shows("domainUsers.byExternalId", "Read a user by external id", "DomainUser"),
];

/// The e-mail of a person, or the internal address of who has none.
fn email() -> Value {
    json!({"type": "string", "minLength": 3, "maxLength": 320})
}

/// First and last name of whoever was made elsewhere too.
fn name() -> Value {
    nullable(line(201))
}

/// A phone as it is shown: prefix, space, number.
fn phone() -> Value {
    nullable(line(26))
}

fn schemas() -> Vec<(&'static str, Value)> {
    let person = json!({
        "id": id(&[UserId::SHAPE]),
        "email": email(),
        "userName": name(),
        "phone": phone(),
    });
    let roles_max = u32::try_from(GROUPS_MAX).unwrap_or(u32::MAX);
    let user = json!({
        "id": id(&[UserId::SHAPE]),
        "email": email(),
        "userName": name(),
        "phone": phone(),
        "domain": full_name(),
        "role": line(65 * GROUPS_MAX),
        "roleList": array(role_name(), roles_max),
        "owner": {"type": "boolean"},
        "status": one_of(&DomainUserStatus::NAMES),
        "external": {"type": "boolean"},
        "externalId": nullable(line(250)),
    });
    vec![("DomainPerson", closed(person)), ("DomainUser", closed(user))]
}
