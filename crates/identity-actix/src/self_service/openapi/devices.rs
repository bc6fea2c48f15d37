//! Devices (self-service.md §2.3).

use identity_core::device::SystemInformation;
use identity_core::id::{AccountId, DeviceId, MembershipId};
use serde_json::{Value, json};

use super::operation::{Operation, Query, Section, Sent};
use super::tenant_users::{ACCOUNT_TYPES, user_code};
use super::terms::{
    NAME, SHOWN_NAME, array, closed, form, id, joined, line, maybe_uid, moment, one_of, seconds, secret,
    sent, token_value, uid,
};

const APPS: [&str; 3] = ["CLIENT", "ASSISTANT", "UNKNOWN"];
const STATUSES: [&str; 2] = ["PENDING", "ACTIVE"];

pub(super) static SECTION: Section = Section { tag: "Devices", operations: OPERATIONS, schemas };

const DEVICES: Query = Query { filters: device_filters, orders: &["name", "createdAt"] };
const PEOPLE: Query = Query { filters: people_filters, orders: &["displayName", "userCode"] };

const OPERATIONS: &[Operation] = &[
    Operation::makes("tenants.devices.create", "Register a device; its code is shown once", "NewDevice")
        .taking(Sent::Object(device_create))
        .refusing(&[403, 409]),
    Operation::lists("tenants.devices.list", "List devices", "Device", DEVICES).refusing(&[403]),
    Operation::shows("tenants.devices.get", "Read a device", "Device").refusing(&[403, 404]),
    Operation::does("tenants.devices.remove", "Remove a device").refusing(&[403, 404]),
    Operation::shows("device.link", "Link a device by its code", "LinkedDevice")
        .taking(Sent::Object(link))
        .refusing(&[403, 404]),
    Operation::shows("device.get", "The device itself", "Device"),
    Operation::does("device.update", "What runs on the device").taking(Sent::Object(device_update)),
    Operation::lists("device.users.list", "List who can sign in at the device", "DeviceUser", PEOPLE),
];

fn device_filters() -> Vec<(&'static str, Value)> {
    vec![("storeUid", uid()), ("status", one_of(&STATUSES))]
}

fn people_filters() -> Vec<(&'static str, Value)> {
    vec![("accountType", one_of(&ACCOUNT_TYPES))]
}

fn schemas() -> Vec<(&'static str, Value)> {
    let shown_once = json!({"deviceCode": device_code(), "expiresIn": seconds()});
    let linked = json!({
        "deviceToken": token_value::<DeviceId>(),
        "deviceUid": id::<DeviceId>(),
        "deviceIdentifier": device_identifier(),
        "tenantUid": id::<AccountId>(),
    });
    let user = json!({
        "tenantUserUid": id::<MembershipId>(),
        "userCode": user_code(),
        "displayName": line(SHOWN_NAME),
        "firstname": line(SHOWN_NAME),
        "lastname": line(SHOWN_NAME),
        "accountType": one_of(&ACCOUNT_TYPES),
    });
    vec![
        ("Device", closed(device(), &["lastSeenAt"])),
        ("NewDevice", closed(joined(device(), shown_once), &["lastSeenAt"])),
        ("LinkedDevice", closed(linked, &[])),
        ("DeviceUser", closed(user, &[])),
    ]
}

fn device() -> Value {
    let tenant = json!({"tenantUid": id::<AccountId>(), "name": line(SHOWN_NAME)});
    // Nothing of ours is in these two.
    let nothing = || array(line(NAME), 0);
    json!({
        "deviceUid": id::<DeviceId>(),
        "deviceIdentifier": device_identifier(),
        "name": line(NAME),
        "app": one_of(&APPS),
        "status": one_of(&STATUSES),
        "storeInfo": closed(json!({"storeUid": maybe_uid()}), &[]),
        "tillInfo": closed(json!({"tillUid": maybe_uid()}), &[]),
        "tenantInfo": closed(tenant, &[]),
        "settings": nothing(),
        "printers": nothing(),
        "createdAt": moment(),
        "lastModifiedAt": moment(),
        "lastSeenAt": moment(),
    })
}

fn device_identifier() -> Value {
    form("^[0-9]{6}$", 6)
}

/// A code as it is shown: without letters that look like digits.
fn device_code() -> Value {
    form("^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$", 14)
}

fn device_create() -> Value {
    let members = json!({
        "app": one_of(&APPS), "name": line(NAME), "storeUid": maybe_uid(), "tillUid": maybe_uid(),
    });
    sent(members, &["app"])
}

fn link() -> Value {
    let members = json!({
        "appId": line(NAME), "userCode": line(NAME), "password": secret(1024),
        "systemInformation": information(),
    });
    sent(members, &["appId", "userCode", "password"])
}

fn device_update() -> Value {
    sent(json!({"systemInformation": information(), "name": line(NAME)}), &["systemInformation"])
}

/// Whatever the app tells of the device.
fn information() -> Value {
    json!({
        "type": "object", "maxProperties": SystemInformation::BYTES_MAX, "additionalProperties": {},
        "description": format!("Any members; {} bytes in all.", SystemInformation::BYTES_MAX),
    })
}
