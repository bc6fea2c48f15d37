//! The first user and the owner (P-R19, P-R22).

use serde_json::{Value, json};

use super::super::refused;
use super::{EXTERNAL, INTERNAL, new, with};
use crate::harness::Tenant;

fn in_domain(tenant: &Tenant, role: &str) -> Value {
    with(new(&tenant.email("first"), role), &[("domain", json!(tenant.id)), ("externalId", json!("E-1"))])
}

#[test]
fn p_r22_the_first_user_is_an_internal_owner_made_by_multitenant_credentials() {
    let tenant = Tenant::new("users_first");
    for role in ["OWNER", "ADMIN", "NO_PRIVILEGES"] {
        for path in [INTERNAL, EXTERNAL] {
            let code = if path == EXTERNAL && role == "OWNER" { (400, 121) } else { (403, 125) };
            refused(&tenant.admin.post(path, &in_domain(&tenant, role)), code.0, code.1);
        }
    }
    refused(&tenant.operator.post(EXTERNAL, &in_domain(&tenant, "ADMIN")), 400, 126);
    refused(&tenant.operator.post(EXTERNAL, &in_domain(&tenant, "OWNER")), 400, 121);
    refused(&tenant.operator.post(INTERNAL, &in_domain(&tenant, "ADMIN")), 400, 118);
    refused(&tenant.operator.post(INTERNAL, &in_domain(&tenant, "unknown")), 400, 111);
    refused(&tenant.admin.post(INTERNAL, &in_domain(&tenant, "unknown")), 400, 111);
    let owner = tenant.operator.post(INTERNAL, &in_domain(&tenant, "OWNER")).expect(200);
    assert_eq!(
        (&owner["role"], &owner["roleList"], &owner["owner"], &owner["status"]),
        (&json!("ADMIN"), &json!(["ADMIN"]), &json!(true), &json!("pending"))
    );
    tenant.admin.post(INTERNAL, &new(&tenant.email("second"), "NO_PRIVILEGES")).expect(200);
}

#[test]
fn p_r22_deleted_members_do_not_count() {
    let empty = Tenant::new("users_first_emptied");
    let gone = empty.invite("gone");
    empty.operator.delete(&format!("/v1/accounts/account-users/{}", gone.membership)).expect(204);
    refused(&empty.admin.post(INTERNAL, &in_domain(&empty, "ADMIN")), 403, 125);
    refused(&empty.operator.post(INTERNAL, &in_domain(&empty, "ADMIN")), 400, 118);
}

#[test]
fn p_r19_a_domain_has_one_owner_whom_anybody_may_name_while_there_is_none() {
    let tenant = Tenant::new("users_ownerless");
    tenant.join("made_elsewhere");
    let owner = tenant.admin.post(INTERNAL, &new(&tenant.email("owner"), "owner")).expect(200);
    assert_eq!((&owner["owner"], &owner["role"]), (&json!(true), &json!("ADMIN")));
    let told = refused(&tenant.admin.post(INTERNAL, &new(&tenant.email("next"), "OWNER")), 409, 119);
    assert!(told.contains("owner"), "{told}");
    let skipping = format!("{INTERNAL}?skipMailValidation=true");
    refused(&tenant.admin.post(&skipping, &new(&tenant.email("next"), "OWNER")), 409, 119);
    refused(&tenant.admin.post(INTERNAL, &new(&tenant.email("owner"), "OWNER")), 400, 110);
}
