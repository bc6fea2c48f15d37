//! The caller's own account (self-service.md §2.1).

use identity_core::id::AccountId;
use serde_json::{Value, json};

use super::operation::{Operation, Section, Sent};
use super::tenant_users::{members, written_profile};
use super::terms::{NAME, SHOWN_NAME};
use super::terms::{
    array, closed, email, id, joined, jwt, line, moment, new_pin, of, one_of, refresh_token, seconds, secret,
    sent,
};

/// Tenants that one person is in.
const TENANTS_MAX: usize = 100_000;
/// A code as it was mailed, or the form that the link has.
const INVITE_TOKEN_CHARS: usize = 512;

pub(super) static SECTION: Section = Section { tag: "Own account", operations: OPERATIONS, schemas };

const OPERATIONS: &[Operation] = &[
    Operation::shows("account.get", "The person and the tenants it is in", "SelfAccount").refusing(&[404]),
    Operation::shows("account.sign-in", "Sign in at a device", "DeviceLogin").taking(Sent::Object(pair)),
    Operation::shows("account.update", "Choose the default tenant", "SelfAccount")
        .taking(Sent::Object(choice))
        .refusing(&[403, 404]),
    Operation::shows("account.invite.get", "What an invitation is for", "InviteInfo")
        .with_headers(invite_header)
        .refusing(&[404, 410]),
    Operation::shows("account.invite.accept", "Accept an invitation", "TenantUser")
        .taking(Sent::Object(acceptance))
        .refusing(&[403, 404, 409, 410]),
    Operation::shows("tenants.account.get", "Oneself in a tenant", "TenantUser").refusing(&[403]),
    Operation::shows("tenants.account.enter", "Enter a tenant: a token for it", "EnteredTenantUser")
        .taking(Sent::Empty)
        .refusing(&[403]),
    Operation::shows("tenants.account.update", "Change oneself in a tenant", "TenantUser")
        .taking(Sent::Object(own_update))
        .refusing(&[403]),
];

fn schemas() -> Vec<(&'static str, Value)> {
    let account = json!({
        "globalRoles": array(one_of(&["OPERATIONS", "SUPPORT"]), 2),
        "defaultTenantUid": id::<AccountId>(),
        "tenants": array(of("TenantUser"), TENANTS_MAX),
    });
    let login = json!({
        "accessToken": jwt(),
        "expiresIn": seconds(),
        "refreshToken": refresh_token(),
        "mustChangePassword": {"type": "boolean"},
        "tenantUser": of("TenantUser"),
    });
    let invite = json!({
        "tenantUid": id::<AccountId>(),
        "tenantName": line(SHOWN_NAME),
        "email": email(),
        "firstname": line(SHOWN_NAME),
        "lastname": line(SHOWN_NAME),
        "status": one_of(&["PENDING"]),
        "expiresAt": moment(),
        "inviterName": line(SHOWN_NAME),
    });
    let entered = joined(members(), json!({"accessToken": jwt(), "expiresIn": seconds()}));
    vec![
        ("SelfAccount", closed(account, &[])),
        ("DeviceLogin", closed(login, &[])),
        ("InviteInfo", closed(invite, &[])),
        ("EnteredTenantUser", closed(entered, &[])),
    ]
}

/// A user code and its PIN.
fn pair() -> Value {
    sent(json!({"userCode": line(NAME), "password": secret(1024)}), &["userCode", "password"])
}

fn choice() -> Value {
    sent(json!({"defaultTenantUid": id::<AccountId>()}), &["defaultTenantUid"])
}

fn acceptance() -> Value {
    sent(json!({"inviteToken": line(INVITE_TOKEN_CHARS)}), &["inviteToken"])
}

fn own_update() -> Value {
    let own = json!({"password": new_pin(), "currentPassword": secret(1024)});
    sent(joined(written_profile(), own), &[])
}

fn invite_header() -> Vec<Value> {
    vec![json!({
        "name": "X-Invite-Token", "in": "header", "required": true,
        "description": "The code of the invitation, bare or in the form that the link has.",
        "schema": line(INVITE_TOKEN_CHARS),
    })]
}
