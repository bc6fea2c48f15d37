//! Domain users and persons (provisioning.md §2.2, §3.3).

use identity_core::domain::user::DomainUserStatus;
use identity_core::id::{Id as _, UserId};
use identity_core::membership::GROUPS_MAX;
use serde_json::{Value, json};

use super::operation::{Operation, Section};
use super::roles::role_name;
use super::terms::{array, closed, full_name, id, line, nullable, one_of};
use crate::openapi::put;

pub(super) static SECTION: Section = Section { tag: "Users", operations: OPERATIONS, schemas };

const OPERATIONS: &[Operation] = &[
    Operation::shows("persons.byEmail", "Read a person", "DomainPerson"),
    Operation::lists("domainUsers.list", "List the users of a domain", "DomainUser").refusing(&[138]),
    Operation::shows("domainUsers.byEmail", "Read a user by e-mail", "DomainUser"),
    Operation::shows("persons.byId", "Read a person by id", "DomainPerson"),
    Operation::shows("domainUsers.byId", "Read a user by id", "DomainUser"),
    Operation::shows("domainUsers.byExternalId", "Read a user by external id", "DomainUser"),
    Operation::shows("domainUsers.addInternal", "Make an internal user", "DomainUser")
        .taking(sent_internal)
        .asking(skip)
        .refusing(&[105, 106, 107, 108, 110, 111, 118, 119, 123, 124, 125]),
    Operation::shows("domainUsers.addExternal", "Make an external user", "DomainUser")
        .taking(sent_external)
        .refusing(&[105, 106, 107, 108, 110, 111, 121, 125, 126, 129]),
    Operation::shows("persons.changeById", "Change a person", "DomainPerson")
        .taking(sent_change)
        .refusing(CHANGE),
    Operation::shows("persons.changeByEmail", "Change a person by e-mail", "DomainPerson")
        .taking(sent_change)
        .refusing(CHANGE),
    Operation::shows("persons.changeByExternalId", "Change a person by external id", "DomainPerson")
        .taking(sent_change)
        .refusing(CHANGE),
];

/// Numbers of refusals of a change.
const CHANGE: &[u16] = &[105, 107, 108, 127, 128, 143];

fn skip() -> Vec<(&'static str, Value)> {
    vec![("skipMailValidation", one_of(&["true", "false"]))]
}

fn sent(required: &[&str], more: &[(&str, Value)]) -> Value {
    let mut members = json!({
        "email": sent_email(),
        "role": role_name(),
        "domain": nullable(full_name()),
        "userName": nullable(sent_name()),
        "phone": nullable(sent_phone()),
        "owner": {"type": ["boolean", "null"], "enum": [false, null]},
    });
    for (name, schema) in more {
        put(&mut members, name, schema.clone());
    }
    json!({"type": "object", "additionalProperties": false, "required": required, "properties": members})
}

/// What an internal user does not have is accepted, and ignored.
fn sent_internal() -> Value {
    sent(&["email", "role"], &[("externalId", json!({}))])
}

fn sent_external() -> Value {
    let mut external_id = line(250);
    put(&mut external_id, "minLength", json!(1));
    sent(&["email", "role", "externalId"], &[("externalId", external_id)])
}

fn sent_change() -> Value {
    let members = json!({
        "email": nullable(sent_email()),
        "userName": nullable(sent_name()),
        "phone": {"oneOf": [{"type": "null"}, one_of(&[""]), sent_phone()]},
    });
    json!({"type": "object", "additionalProperties": false, "properties": members})
}

fn sent_email() -> Value {
    json!({"type": "string", "pattern": "^[^@\\s]+@[^@\\s]+$", "maxLength": 320})
}

fn sent_name() -> Value {
    let pattern = "^[A-Za-z0-9\u{c0}-\u{ff}]+(?:[ _'.@-]+[A-Za-z0-9\u{c0}-\u{ff}]+)*$";
    json!({"type": "string", "pattern": pattern, "maxLength": 100})
}

fn sent_phone() -> Value {
    json!({"type": "string", "pattern": "^\\+(?:[0-9] ?){6,14}[0-9]$", "maxLength": 30})
}

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
