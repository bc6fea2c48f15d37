//! User groups (platform.md §3.4, R2, R6, R33–R35).

use serde_json::{Value, json};

use crate::harness::ids::{ACCESS, ACCOUNT, BILLING, CATALOGUE, PROCUREMENT, REPORTING, unknown};
use crate::harness::tenant::{id_of, references};
use crate::harness::{Tenant, site};

const BASE: &str = "/v1/accounts/user-groups";

fn one(id: &str) -> String {
    format!("{BASE}/{id}")
}

fn modules_of(group: &Value) -> Vec<&str> {
    let mut ids: Vec<_> = group["modules"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|module| module["id"].as_str().unwrap())
        .collect();
    ids.sort_unstable();
    ids
}

#[test]
fn a_group_is_made_changed_and_deleted() {
    let tenant = Tenant::new("groups_life");
    let body = json!({"name": "Finance", "description": "Invoices\nand payments", "logo": "/logo.png",
                      "modules": references(&[BILLING]), "isDefault": true});
    let answer = tenant.admin.post(BASE, &body);
    let group = answer.expect(201);
    let id = id_of(&group);
    assert_eq!(answer.header("location"), Some(one(&id).as_str()));
    assert_eq!((&group["href"], &group["revision"]), (&json!(one(&id)), &json!(1)));
    assert_eq!(group["account"]["id"], tenant.id, "by default the actor's own");
    assert_eq!((&group["isDefault"], &group["logo"]), (&json!(false), &json!("/logo.png")));
    assert_eq!(group["modules"][0]["name"], "Billing");
    assert_eq!(group["$meta"]["omitted"], json!(["users", "audit"]));
    let put = json!({"name": "Accounting", "description": null, "modules": references(&[REPORTING])});
    let changed = tenant.admin.put(&one(&id), &put).expect(200);
    assert_eq!((&changed["name"], modules_of(&changed)), (&json!("Accounting"), vec![REPORTING]));
    assert!(changed.get("description").is_none());
    let empty = tenant.admin.put(&one(&id), &json!({"modules": []})).expect(200);
    assert!(empty.get("modules").is_none(), "empty members are dropped");
    let deleted = tenant.admin.delete(&one(&id));
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
    for client in [&tenant.admin, &tenant.operator] {
        client.get(&one(&id)).problem(404, "not-found");
        client.put(&one(&id), &json!({})).problem(404, "not-found");
        client.delete(&one(&id)).problem(404, "not-found");
    }
    assert_eq!(
        tenant.events_of(&id)[..3],
        ["user-group.created", "user-group.updated", "user-group.updated"]
    );
}

#[test]
fn creation_names_every_wrong_member() {
    let tenant = Tenant::new("groups_wrong");
    let post = |body: &Value| tenant.admin.post(BASE, body);
    post(&json!({})).refuses(400, "validation-failed", &["name"]);
    post(&json!({"name": "x".repeat(201)})).refuses(400, "validation-failed", &["name"]);
    post(&json!({"name": "x", "logo": "javascript:alert(1)"})).refuses(400, "validation-failed", &["logo"]);
    post(&json!({"name": "x", "logo": "//evil.example/x"})).refuses(400, "validation-failed", &["logo"]);
    post(&json!({"name": "x", "description": "y".repeat(2001)})).refuses(
        400,
        "validation-failed",
        &["description"],
    );
    post(&json!({"name": "x", "modules": 7})).refuses(400, "validation-failed", &["modules"]);
    let modules = references(&[BILLING, unknown("MOD"), "nonsense", ACCOUNT]);
    post(&json!({"name": "x", "modules": modules})).refuses(
        400,
        "validation-failed",
        &["modules[1].id", "modules[2].id", "modules[3].id"],
    );
    post(&json!({"name": "x", "account": {"id": unknown("ACC")}})).refuses(
        400,
        "validation-failed",
        &["account.id"],
    );
    post(&json!({"name": "x", "account": {"id": site().operations}})).refuses(
        400,
        "validation-failed",
        &["account.id"],
    );
    post(&json!({"name": "x", "buyers": references(&["BUY-3301-8824"])})).refuses(
        400,
        "validation-failed",
        &["buyers[0].id"],
    );
    let mine = post(&json!({"name": "x", "account": {"id": tenant.id}})).expect(201);
    assert_eq!(mine["account"]["id"], tenant.id);
}

#[test]
fn r2_groups_are_seen_by_administrators_of_their_account() {
    let (own, other) = (Tenant::new("groups_r2"), Tenant::new("groups_r2_other"));
    let id = own.group("Finance", &[BILLING]);
    assert_eq!(own.admin.get(BASE).expect(200)["$meta"]["pagination"]["total"], 2);
    assert_eq!(own.member.get(BASE).expect(200)["data"], json!([]));
    for client in [&own.member, &other.admin] {
        client.get(&one(&id)).problem(404, "not-found");
        client.put(&one(&id), &json!({"name": "x"})).problem(404, "not-found");
        client.delete(&one(&id)).problem(404, "not-found");
    }
    own.member.post(BASE, &json!({"name": "x"})).problem(403, "forbidden");
    assert_eq!(own.operator.get(&one(&id)).expect(200)["account"]["id"], own.id);
}

#[test]
fn members_are_shown_on_demand() {
    let tenant = Tenant::new("groups_users");
    let id = tenant.group("Finance", &[BILLING]);
    let person = tenant.join_to(&id, "tom");
    let group = tenant.admin.get(&format!("{}?select=users,audit", one(&id))).expect(200);
    assert_eq!(group["users"][0]["id"], person.user);
    assert!(group["audit"]["created"]["at"].is_string());
    assert!(group.get("$meta").is_none(), "an empty $meta is dropped");
}

#[test]
fn r6_an_administrator_puts_into_a_group_only_what_they_hold() {
    let tenant = Tenant::new("groups_r6");
    let light = tenant.token("Light", &[ACCESS, REPORTING]).client;
    light.post(BASE, &json!({"name": "x", "modules": references(&[BILLING])})).problem(403, "forbidden");
    let id = tenant.group("Finance", &[BILLING]);
    light.put(&one(&id), &json!({"modules": references(&[BILLING, PROCUREMENT])})).problem(403, "forbidden");
    let kept = light.put(&one(&id), &json!({"modules": references(&[BILLING, REPORTING])})).expect(200);
    assert_eq!(modules_of(&kept), [REPORTING, BILLING], "what is there may stay");
    assert_eq!(
        modules_of(&light.put(&one(&id), &json!({"modules": references(&[REPORTING])})).expect(200)),
        [REPORTING]
    );
}

#[test]
fn r33_the_default_group_stays_and_so_does_one_with_members() {
    let tenant = Tenant::new("groups_r33");
    for client in [&tenant.admin, &tenant.operator] {
        client.delete(&one(&tenant.group)).problem(400, "rule-violated");
    }
    let id = tenant.group("Finance", &[]);
    let person = tenant.invite_to(&id, "tom");
    tenant.admin.delete(&one(&id)).problem(400, "rule-violated");
    tenant.admin.delete(&format!("{}/{}", tenant.users(), person.user)).expect(204);
    tenant.admin.delete(&one(&id)).expect(204);
    let renamed =
        tenant.admin.put(&one(&tenant.group), &json!({"name": "Chiefs", "isDefault": false})).expect(200);
    assert_eq!((&renamed["name"], &renamed["isDefault"]), (&json!("Chiefs"), &json!(true)));
}

#[test]
fn r34_other_groups_stay_within_the_default_one_and_follow_it() {
    let tenant = Tenant::new("groups_r34");
    let id = tenant.group("Finance", &[BILLING, REPORTING]);
    let token = tenant.token("Export", &[BILLING]);
    let both = tenant.token("Both", &[BILLING, REPORTING]);
    let default = one(&tenant.group);
    let all = tenant.operator.get(&default).expect(200);
    let without = |gone: &str| {
        let kept: Vec<_> = modules_of(&all).into_iter().filter(|id| *id != gone).collect();
        json!({"modules": references(&kept)})
    };
    tenant.admin.put(&default, &without(BILLING)).problem(403, "forbidden");
    tenant.operator.put(&default, &without(ACCESS)).refuses(400, "validation-failed", &["modules"]);
    let foreign = json!({"modules": references(&[ACCESS, CATALOGUE])});
    tenant.operator.put(&default, &foreign).refuses(400, "validation-failed", &["modules"]);
    tenant.operator.put(&default, &without(BILLING)).expect(200);
    assert_eq!(modules_of(&tenant.operator.get(&one(&id)).expect(200)), [REPORTING]);
    token.client.get(&tenant.path()).problem(401, "authentication-failed");
    let left = tenant.operator.get(&format!("/v1/accounts/api-tokens/{}", token.id)).expect(200);
    assert_eq!(left["status"], "Disabled", "a token left without modules");
    assert_eq!(both.client.get(&tenant.path()).expect(200)["id"], tenant.id);
    let put = json!({"modules": references(&[BILLING])});
    tenant.operator.put(&one(&id), &put).refuses(400, "validation-failed", &["modules"]);
    tenant.operator.put(&default, &json!({"modules": all["modules"]})).expect(200);
    tenant.operator.put(&one(&id), &put).expect(200);
}

#[test]
fn r35_buyers_are_all_none_or_some_and_for_clients_only() {
    let (tenant, vendor) = (Tenant::new("groups_r35"), Tenant::of_type("Vendor", "groups_r35_vendor"));
    let id = tenant.group("Finance", &[]);
    assert!(tenant.admin.get(&one(&id)).expect(200).get("buyers").is_none());
    let none = tenant.admin.put(&one(&id), &json!({"buyers": []})).expect(200);
    assert_eq!(none["buyers"], json!([]), "the only empty array that is sent out");
    assert!(tenant.admin.put(&one(&id), &json!({"buyers": null})).expect(200).get("buyers").is_none());
    let body = json!({"name": "x", "buyers": []});
    vendor.admin.post(BASE, &body).refuses(400, "validation-failed", &["buyers"]);
}

#[test]
fn the_account_of_a_group_is_fixed() {
    let (tenant, other) = (Tenant::new("groups_account"), Tenant::new("groups_account_other"));
    let id = tenant.group("Finance", &[]);
    let put = tenant.operator.put(&one(&id), &json!({"account": {"id": other.id}})).expect(200);
    assert_eq!((&put["account"]["id"], &put["revision"]), (&json!(tenant.id), &json!(1)));
}
