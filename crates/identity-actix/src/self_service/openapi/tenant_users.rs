//! The users of a tenant and the tokens of its robots (self-service.md §2.2, T3–T11).

use identity_core::id::{AccountId, MembershipId, StoreAccessId, TokenId};
use identity_core::tenant::STORES_MAX;
use serde_json::{Value, json};

use super::operation::{Operation, Query, Section, Sent};
use super::query::unfiltered;
use super::terms::{
    NAME, SHOWN_NAME, array, closed, codes, email, form, id, joined, line, maybe_uid, moment, new_pin, of,
    one_of, sent, sent_moment, token_value, uid,
};

pub(super) const ACCOUNT_TYPES: [&str; 4] = ["FULL", "REGULAR", "SUPPORT", "INTEGRATION"];
const STATUSES: [&str; 3] = ["PENDING_INVITE", "ACTIVE", "INACTIVE"];
const ROLES: [&str; 4] = ["BLOCKED", "ACCESS", "ADMIN", "BACKOFFICE"];
const STORE_ROLES: [&str; 2] = ["ADMIN", "ACCESS"];
const EXTERNAL_ID: usize = 250;

pub(super) static SECTION: Section = Section { tag: "Tenant users", operations: OPERATIONS, schemas };

const USERS: Query = Query { filters: user_filters, orders: &["displayName", "userCode", "createdAt"] };
const TOKENS: Query = Query { filters: unfiltered, orders: &["name", "createdAt"] };

const OPERATIONS: &[Operation] = &[
    Operation::lists("tenants.users.list", "List users", "TenantUser", USERS).refusing(&[403]),
    Operation::makes("tenants.users.create", "Make or invite a user", "TenantUser")
        .taking(Sent::Object(user_create))
        .refusing(&[403, 409]),
    Operation::shows("tenants.users.get", "Read a user", "TenantUser").refusing(&[403, 404]),
    Operation::shows("tenants.users.update", "Change a user", "TenantUser")
        .taking(Sent::Object(user_update))
        .refusing(&[403, 404, 409]),
    Operation::does("tenants.users.remove", "Remove a user").refusing(&[403, 404, 409]),
    Operation::shows("tenants.users.invite", "Invite a user again", "TenantUser")
        .taking(Sent::Empty)
        .refusing(&[403, 404, 409]),
    Operation::lists(
        "tenants.users.integration-tokens.list",
        "List the tokens of a robot",
        "IntegrationToken",
        TOKENS,
    )
    .refusing(&[403, 404]),
    Operation::makes(
        "tenants.users.integration-tokens.create",
        "Make a token; its value is shown once",
        "NewIntegrationToken",
    )
    .taking(Sent::Object(token_create))
    .refusing(&[403, 404, 409]),
    Operation::does("tenants.users.integration-tokens.delete", "Delete a token").refusing(&[403, 404]),
];

fn user_filters() -> Vec<(&'static str, Value)> {
    vec![("status", one_of(&STATUSES)), ("accountType", one_of(&ACCOUNT_TYPES)), ("search", line(SHOWN_NAME))]
}

fn schemas() -> Vec<(&'static str, Value)> {
    let store_access = json!({
        "storeAccessUid": id::<StoreAccessId>(),
        "storeUid": uid(),
        "storeRole": one_of(&STORE_ROLES),
        "createdAt": moment(),
        "lastModifiedAt": moment(),
    });
    let shown_once = json!({"integrationToken": token_value::<TokenId>()});
    vec![
        ("TenantUser", closed(members(), &[])),
        ("StoreAccess", closed(store_access, &[])),
        ("IntegrationToken", closed(token(), TOKEN_OPTIONAL)),
        ("NewIntegrationToken", closed(joined(token(), shown_once), TOKEN_OPTIONAL)),
    ]
}

/// Members of `TenantUser`, all of which are always there.
pub(super) fn members() -> Value {
    json!({
        "tenantUserUid": id::<MembershipId>(),
        "tenantUid": id::<AccountId>(),
        "tenantName": line(SHOWN_NAME),
        "accountType": one_of(&ACCOUNT_TYPES),
        "status": one_of(&STATUSES),
        "tenantRole": one_of(&ROLES),
        "displayName": line(SHOWN_NAME),
        "firstname": line(SHOWN_NAME),
        "lastname": line(SHOWN_NAME),
        "email": email(),
        "mobile": line(NAME),
        "languageCode": line(35),
        "userCode": user_code(),
        "externalId": line(EXTERNAL_ID),
        "defaultStoreUid": maybe_uid(),
        "storeAccess": array(of("StoreAccess"), STORES_MAX),
        "permissions": codes(),
        "createdAt": moment(),
        "lastModifiedAt": moment(),
        "lastAccessed": moment(),
    })
}

pub(super) fn user_code() -> Value {
    form("^[a-z0-9._-]{1,32}$", 32)
}

const TOKEN_OPTIONAL: &[&str] = &["expiresAt", "lastUsedAt"];

fn token() -> Value {
    json!({
        "tokenUid": id::<TokenId>(),
        "name": line(SHOWN_NAME),
        "last4": line(4),
        "createdAt": moment(),
        "expiresAt": moment(),
        "lastUsedAt": moment(),
    })
}

/// The profile as it may be written by anybody who may write it.
pub(super) fn written_profile() -> Value {
    json!({
        "email": email(),
        "displayName": line(NAME),
        "firstname": line(NAME),
        "lastname": line(NAME),
        "mobile": form("^(\\+?[0-9 ()-]{4,32})?$", 33),
        "languageCode": form("^[a-z]{2}$", 2),
        "defaultStoreUid": maybe_uid(),
    })
}

fn written_user(roles: &[&str]) -> Value {
    let store = json!({"storeUid": uid(), "storeRole": one_of(&STORE_ROLES)});
    let more = json!({
        "accountType": one_of(&ACCOUNT_TYPES),
        "tenantRole": one_of(roles),
        "password": new_pin(),
        "userCode": form("^[A-Za-z0-9._-]{1,32}$", 32),
        "externalId": line(EXTERNAL_ID),
        "storeAccess": array(sent(store, &["storeUid", "storeRole"]), STORES_MAX),
    });
    joined(written_profile(), more)
}

fn user_create() -> Value {
    sent(written_user(&["ACCESS", "ADMIN", "BACKOFFICE"]), &["accountType", "displayName"])
}

fn user_update() -> Value {
    sent(written_user(&ROLES), &[])
}

fn token_create() -> Value {
    sent(json!({"name": line(NAME), "expiresAt": sent_moment()}), &["name"])
}
