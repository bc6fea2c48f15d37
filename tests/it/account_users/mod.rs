//! Memberships through all three of their addresses (platform.md §3.2, §4, R14–R24).

mod invitations;
mod members;

use serde_json::Value;

use crate::harness::{Person, Tenant};

const FAMILY_B: &str = "/v1/accounts/account-users";

/// The addresses of one membership: family A, its alias, family B.
fn addresses(tenant: &Tenant, person: &Person) -> [String; 3] {
    [
        format!("/v1/accounts/accounts/{}/users/{}", tenant.id, person.user),
        format!("/v1/accounts/{}/users/{}", tenant.id, person.user),
        format!("{FAMILY_B}/{}", person.membership),
    ]
}

/// The collections of an account's members.
fn collections(tenant: &Tenant) -> [String; 3] {
    [tenant.users(), format!("/v1/accounts/{}/users", tenant.id), FAMILY_B.to_owned()]
}

fn status(value: &Value) -> &str {
    value["status"].as_str().unwrap()
}
