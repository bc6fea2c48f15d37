//! Users of the children of a reseller, by its key (P-R3, F2).

use serde_json::json;

use super::super::{refused, refused_as};
use super::{EXTERNAL, INTERNAL, accept, new, with};
use crate::harness::{Reseller, Tenant};

#[test]
fn p_r3_p_r22_a_reseller_fills_a_new_domain_and_reaches_its_users() {
    let reseller = Reseller::new("users_msp");
    let child = reseller.child("Acme of users");
    let name = child.name();
    let body = with(new(&child.email("owner"), "OWNER"), &[("domain", json!(name))]);
    refused(&reseller.key.post(INTERNAL, &new(&child.email("owner"), "OWNER")), 400, 102);
    let owner = reseller.key.post(INTERNAL, &body).expect(200);
    assert_eq!(
        (&owner["domain"], &owner["owner"], &owner["role"]),
        (&json!(name), &json!(true), &json!("ADMIN"))
    );
    let link = accept(&owner, &child.operator);
    let path = format!("/v2/user/email/{}/domain/{name}", child.email("owner"));
    assert_eq!(reseller.key.get(&path).expect(200)["status"], "active");
    let person = reseller.key.get(&format!("/v2/user/email/{}", child.email("owner"))).expect(200);
    assert_eq!(person["id"], owner["id"]);
    assert_eq!(child.events_of(&link.membership), ["account-user.invited", "account-user.joined"]);

    let external = with(
        body.clone(),
        &[
            ("email", json!(child.email("ext"))),
            ("role", json!("NO_PRIVILEGES")),
            ("externalId", json!("E-1")),
        ],
    );
    let made = reseller.key.post(EXTERNAL, &external).expect(200);
    let list = reseller.key.get(&format!("/v2/user/domain/{name}")).expect(200);
    assert_eq!(list[0], made);
    let id = made["id"].as_str().unwrap();
    let changed =
        reseller.key.put(&format!("/v2/user/internal/{id}"), &json!({"userName": "Eva"})).expect(200);
    assert_eq!(changed["userName"], "Eva");
    refused_as(&reseller.key.put("/v2/user/external/E-1", &json!({"userName": "Eva"})), 404);
    assert_eq!(child.events_of(id), ["user.updated"], "the child sees who changed its user");
}

#[test]
fn p_r3_users_elsewhere_are_out_of_a_resellers_reach() {
    let reseller = Reseller::new("users_msp_reach");
    let other = Reseller::new("users_msp_other");
    let (child, foreign) = (reseller.child("Acme of reach"), other.child("Acme of others"));
    let body =
        |tenant: &Tenant, email: &str, role: &str| with(new(email, role), &[("domain", json!(tenant.id))]);
    let shared = child.email("shared");
    let owner = reseller.key.post(INTERNAL, &body(&child, &shared, "OWNER")).expect(200);
    for account in [&reseller.tenant, &foreign, &other.tenant] {
        refused_as(&reseller.key.get(&format!("/v2/user/domain/{}", account.id)), 404);
        refused_as(&reseller.key.post(INTERNAL, &body(account, &shared, "OWNER")), 404);
        refused_as(&reseller.key.get(&format!("/v2/user/email/{shared}/domain/{}", account.id)), 404);
    }
    let path = format!("/v2/user/internal/{}", owner["id"].as_str().unwrap());
    refused_as(&other.key.get(&path), 404);
    refused_as(&other.key.put(&path, &json!({"userName": "Eva"})), 404);
    other.key.post(INTERNAL, &body(&foreign, &shared, "OWNER")).expect(200);
    assert_eq!(other.key.get(&path).expect(200)["id"], owner["id"]);
    for key in [&reseller.key, &other.key] {
        refused(&key.put(&path, &json!({"userName": "Eva"})), 403, 128);
    }
}

#[test]
fn p_r25_a_reseller_adds_a_known_person_at_once() {
    let reseller = Reseller::new("users_msp_skip");
    let child = reseller.child("Acme of skips");
    let known = Tenant::new("users_msp_skip_home").join("known");
    let body = json!({"email": known.email, "role": "OWNER", "domain": child.name()});
    let made = reseller.key.post(&format!("{INTERNAL}?skipMailValidation=true"), &body).expect(200);
    assert_eq!((&made["status"], &made["userName"]), (&json!("active"), &serde_json::Value::Null));
    super::mail_with(&known.email, "You have been added to Acme of skips");
}
