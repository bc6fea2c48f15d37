//! Making external users (B8; P-R26).

use serde_json::{Value, json};

use super::super::{refused, refused_as};
use super::{EXTERNAL, INTERNAL, get, name_of, new, owned, shown, with};
use crate::harness::mail::mails_to;
use crate::harness::{Tenant, site};

fn external(tenant: &Tenant, local: &str, id: &str) -> Value {
    with(new(&tenant.email(local), "NO_PRIVILEGES"), &[("externalId", json!(id))])
}

#[test]
fn p_r26_an_external_user_is_active_at_once_without_mail_and_never_owner() {
    let (tenant, _) = owned("users_external");
    let made = tenant.admin.post(EXTERNAL, &external(&tenant, "ext", "E-17")).expect(200);
    let expected = json!({
        "id": made["id"], "email": tenant.email("ext"), "userName": "Ana Ruiz", "phone": "+34 600000000",
        "domain": name_of(&tenant), "role": "NO_PRIVILEGES", "roleList": ["NO_PRIVILEGES"], "owner": false,
        "status": "active", "external": true, "externalId": "E-17",
    });
    assert_eq!(made, expected);
    assert_eq!(shown(&tenant, &tenant.email("ext")), made);
    refused(
        &tenant.admin.post(EXTERNAL, &with(external(&tenant, "o", "O"), &[("role", json!("OWNER"))])),
        400,
        121,
    );
    // An invitation that is sent later arrives, so one that had been sent before would have.
    tenant.admin.post(INTERNAL, &new(&tenant.email("later"), "ADMIN")).expect(200);
    super::mail_with(&tenant.email("later"), "/accept-invite?code=");
    assert_eq!(mails_to(&site().mail, &tenant.email("ext")), Vec::<String>::new());
}

#[test]
fn p_r26_external_ids_are_required_and_unique_in_their_domain_among_members_that_are_there() {
    let (tenant, _) = owned("users_external_ids");
    let (other, _) = owned("users_external_ids_other");
    let with_id = |id: Value| with(new(&tenant.email("x"), "ADMIN"), &[("externalId", id)]);
    for (id, code) in [
        (Value::Null, 102),
        (json!(" "), 102),
        (json!(7), 100),
        (json!("x".repeat(251)), 104),
        (json!("a\nb"), 104),
    ] {
        refused(&tenant.admin.post(EXTERNAL, &with_id(id)), 400, code);
    }
    refused(&tenant.admin.post(EXTERNAL, &new(&tenant.email("x"), "ADMIN")), 400, 102);
    tenant.admin.post(EXTERNAL, &external(&tenant, "a", "E-17")).expect(200);
    refused(&tenant.admin.post(EXTERNAL, &external(&tenant, "b", "E-17")), 409, 129);
    refused(&tenant.admin.post(EXTERNAL, &external(&tenant, "a", "E-18")), 400, 110);
    other.admin.post(EXTERNAL, &external(&other, "a", "E-17")).expect(200);
    let id = tenant.operator.get(&tenant.users()).expect(200);
    let member =
        id["data"].as_array().unwrap().iter().find(|m| m["user"]["email"] == tenant.email("a")).unwrap();
    let member = member["accountUser"]["id"].as_str().unwrap_or_else(|| panic!("{member}")).to_owned();
    tenant.operator.delete(&format!("/v1/accounts/account-users/{member}")).expect(204);
    tenant.admin.post(EXTERNAL, &external(&tenant, "b", "E-17")).expect(200);
    refused_as(&get(&tenant, &tenant.email("a")), 404);
}

#[test]
fn p_r26_a_known_person_can_be_external_too() {
    let (tenant, _) = owned("users_external_known");
    let known = Tenant::new("users_external_known_home").join("known");
    let body = with(new(&known.email, "ADMIN"), &[("externalId", json!("K"))]);
    let made = tenant.admin.post(EXTERNAL, &body).expect(200);
    assert_eq!(
        (&made["id"], &made["external"], &made["userName"]),
        (&json!(known.user), &json!(true), &json!("Ana Ruiz"))
    );
}
