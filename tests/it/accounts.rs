//! Accounts (platform.md §3.1, §4, R8–R13).

use serde_json::{Value, json};

use crate::harness::ids::{ACCOUNT, CATALOGUE, PROCUREMENT, unknown};
use crate::harness::tenant::id_of;
use crate::harness::{Client, Tenant, site};

const BASE: &str = "/v1/accounts/accounts";

#[track_caller]
fn create(body: &Value) -> Value {
    site().operator.post(BASE, body).expect(201)
}

fn one(id: &str) -> String {
    format!("{BASE}/{id}")
}

#[track_caller]
fn steer(client: &Client, id: &str, verb: &str) -> crate::harness::Answer {
    client.verb(&format!("{BASE}/{id}/{verb}"))
}

#[test]
fn r11_a_new_account_has_its_members_and_a_default_group_with_every_module_of_its_type() {
    let body = json!({
        "name": "  Harbour Lane Foods ", "type": "Client", "status": "Active", "externalId": "C-1001",
        "serviceLevel": "Elite", "technicalSupportEmail": "IT@HarbourLane.example", "website": "https://harbour.example",
        "description": "Fish.\nAnd chips.", "defaultLanguageCode": "pt-PT", "eligibility": {"client": true},
        "address": {"addressLine1": "12 Quay Street", "postCode": "1200-109", "city": "Lisbon", "state": "Lisboa",
                    "country": "PT"},
        "nonsense": {"deep": [1]}
    });
    let answer = site().operator.post(BASE, &body);
    let account = answer.expect(201);
    let id = id_of(&account);
    assert_eq!(answer.header("location"), Some(one(&id).as_str()));
    assert_eq!(account["name"], "Harbour Lane Foods");
    assert_eq!(account["status"], "Enabled", "a status that is sent is ignored");
    assert_eq!(account["revision"], 1);
    assert_eq!(account["href"], one(&id));
    assert_eq!(account["icon"], format!("{}/icon", one(&id)));
    assert_eq!(account["technicalSupportEmail"], "it@harbourlane.example");
    assert_eq!(account["description"], "Fish.\nAnd chips.");
    assert_eq!(account["address"]["country"], "PT");
    assert_eq!(account["eligibility"], json!({"client": true, "partner": false}));
    assert_eq!(account["$meta"]["omitted"], json!(["groups", "audit"]));
    assert!(account.get("parent").is_none(), "null members are dropped");

    let groups = site().operator.get(&format!("/v1/accounts/user-groups?account.id={id}")).expect(200);
    assert_eq!(groups["$meta"]["pagination"]["total"], 1);
    let group = &groups["data"][0];
    assert_eq!(group["name"], "Administrators");
    assert_eq!(group["description"], "Manages administrative tasks and resources within an organization.");
    assert_eq!(group["isDefault"], true);
    let modules: Vec<_> = group["modules"].as_array().unwrap().iter().map(|module| &module["id"]).collect();
    assert!(modules.contains(&&json!(PROCUREMENT)), "{modules:?}");
    assert!(!modules.contains(&&json!(CATALOGUE)) && !modules.contains(&&json!(ACCOUNT)), "{modules:?}");
}

#[test]
fn r11_vendors_begin_active_and_the_least_body_is_enough() {
    let vendor = create(&json!({"name": "Brightwater", "type": "Vendor"}));
    assert_eq!(vendor["status"], "Active");
    assert!(vendor.get("externalId").is_none() && vendor.get("address").is_none());
}

#[test]
fn r11_creation_names_every_wrong_member() {
    let operator = &site().operator;
    operator.post(BASE, &json!({})).refuses(400, "validation-failed", &["name", "type"]);
    operator.post(BASE, &json!({"name": "x", "type": "Operations"})).refuses(
        400,
        "validation-failed",
        &["type"],
    );
    operator.post(BASE, &json!({"name": "", "type": "Client"})).refuses(400, "validation-failed", &["name"]);
    operator.post(BASE, &json!({"name": "a\u{7}b", "type": "Client"})).refuses(
        400,
        "validation-failed",
        &["name"],
    );
    let long = json!({"name": "é".repeat(501), "type": "Client"});
    operator.post(BASE, &long).refuses(400, "validation-failed", &["name"]);
    let many = json!({
        "name": 5, "type": "Client", "serviceLevel": "Gold", "website": "ftp://x", "technicalSupportEmail": "nobody",
        "defaultLanguageCode": "!", "tokenPolicy": {"retrievable": "yes"}, "parent": {"id": "ACC-0000-0000"},
        "address": {"addressLine1": "1", "postCode": "1", "city": "c", "state": "s", "country": "pt"}
    });
    let keys = [
        "address.country",
        "defaultLanguageCode",
        "name",
        "parent.id",
        "serviceLevel",
        "technicalSupportEmail",
        "tokenPolicy.retrievable",
        "website",
    ];
    operator.post(BASE, &many).refuses(400, "validation-failed", &keys);
    let incomplete = json!({"name": "x", "type": "Client", "address": {"city": "Lisbon"}});
    let keys = ["address.addressLine1", "address.country", "address.postCode", "address.state"];
    operator.post(BASE, &incomplete).refuses(400, "validation-failed", &keys);
    let vendor = json!({"name": "x", "type": "Vendor", "eligibility": {"client": true}});
    operator.post(BASE, &vendor).refuses(400, "validation-failed", &["eligibility"]);
}

#[test]
fn r11_an_external_id_is_unique_per_type() {
    let body = json!({"name": "Twin", "type": "Client", "externalId": "twin-1"});
    create(&body);
    site().operator.post(BASE, &body).refuses(409, "conflict", &["externalId"]);
    create(&json!({"name": "Twin", "type": "Vendor", "externalId": "twin-1"}));
    let other = id_of(&create(&json!({"name": "Twin", "type": "Client", "externalId": "twin-2"})));
    let body = json!({"externalId": "twin-1"});
    site().operator.put(&one(&other), &body).refuses(409, "conflict", &["externalId"]);
    steer_with(&other, &body).refuses(409, "conflict", &["externalId"]);
}

#[track_caller]
fn steer_with(id: &str, body: &Value) -> crate::harness::Answer {
    site().operator.post(&format!("{BASE}/{id}/activate"), body)
}

#[test]
fn r1_everyone_but_the_operator_sees_their_own_account_alone() {
    let (own, other) = (Tenant::new("accounts_own"), Tenant::new("accounts_other"));
    for client in [&own.admin, &own.member] {
        let list = client.get(BASE).expect(200);
        assert_eq!(list["$meta"]["pagination"], json!({"offset": 0, "limit": 100, "total": 1}));
        assert_eq!(list["data"][0]["id"], own.id);
        assert_eq!(client.get(&own.path()).expect(200)["name"], "accounts_own");
        client.get(&other.path()).problem(404, "not-found");
    }
    for id in [&own.id, &other.id] {
        assert_eq!(own.operator.get(&one(id)).expect(200)["id"], **id);
    }
    for bad in [
        unknown("ACC"),
        "ACC-0000-0000",
        "ACC-1",
        "acc-1671-0642",
        "USR-1671-0642",
        "ACC-1671-0642-0000-0000-1",
    ] {
        own.operator.get(&one(bad)).problem(404, "not-found");
    }
}

#[test]
fn creation_and_steering_are_the_operators() {
    let tenant = Tenant::new("accounts_rights");
    for client in [&tenant.admin, &tenant.member] {
        client.post(BASE, &json!({"name": "x", "type": "Client"})).problem(403, "forbidden");
        for verb in ["activate", "deactivate", "disable", "enable", "validate"] {
            steer(client, &tenant.id, verb).problem(403, "forbidden");
        }
    }
    tenant.member.put(&tenant.path(), &json!({"name": "x"})).problem(403, "forbidden");
    tenant.admin.delete(&tenant.path()).problem(405, "method-not-allowed");
}

#[test]
fn r13_an_administrator_writes_the_accounts_own_members_and_no_others() {
    let tenant = Tenant::new("accounts_r13");
    let allowed = json!({
        "name": "New name", "technicalSupportEmail": "it@new.example", "website": "new.example", "description": "New",
        "defaultLanguageCode": "de", "address": {"addressLine1": "1", "postCode": "1", "city": "c", "state": "s",
        "country": "DE"}
    });
    let account = tenant.admin.put(&tenant.path(), &allowed).expect(200);
    assert_eq!((&account["name"], &account["revision"]), (&json!("New name"), &json!(2)));
    assert_eq!(account["website"], "new.example");
    for reserved in [
        json!({"externalId": "other"}),
        json!({"externalId": null}),
        json!({"serviceLevel": "Elite"}),
        json!({"serviceLevel": 7}),
        json!({"parent": {"id": unknown("ACC")}}),
        json!({"eligibility": {"client": true}}),
        json!({"tokenPolicy": {"retrievable": true}}),
    ] {
        tenant.admin.put(&tenant.path(), &reserved).problem(403, "forbidden");
    }
    let echoed = tenant.admin.get(&tenant.path()).expect(200);
    let answer = tenant.admin.put(&tenant.path(), &echoed).expect(200);
    assert_eq!(answer, echoed, "a client may send back what it read");
    let stored = tenant.operator.get(&tenant.path()).expect(200);
    assert_eq!(stored["externalId"], "X-accounts_r13");
}

#[test]
fn put_changes_what_is_sent_merges_objects_and_clears_by_null() {
    let tenant = Tenant::new("accounts_put");
    let address = json!({"addressLine1": "1 Pier", "addressLine2": "Left", "postCode": "1", "city": "Porto",
                         "state": "Porto", "country": "PT"});
    let put = |body: &Value| tenant.operator.put(&tenant.path(), body);
    put(&json!({"address": address, "description": "First"})).expect(200);
    let merged = put(&json!({"address": {"city": "Faro", "addressLine2": null}})).expect(200);
    assert_eq!(merged["address"]["city"], "Faro");
    assert_eq!(merged["address"]["addressLine1"], "1 Pier");
    assert!(merged["address"].get("addressLine2").is_none());
    assert_eq!(merged["description"], "First");
    put(&json!({"address": {"city": null}})).refuses(400, "validation-failed", &["address.city"]);
    put(&json!({"name": null})).refuses(400, "validation-failed", &["name"]);
    let cleared = put(&json!({"address": {}, "description": ""})).expect(200);
    assert!(cleared.get("address").is_none() && cleared.get("description").is_none(), "{cleared}");
    let before = tenant.audit_total();
    let same = put(&json!({"name": "accounts_put", "description": null})).expect(200);
    assert_eq!(same["revision"], cleared["revision"], "equal values change nothing");
    assert_eq!(tenant.audit_total(), before);
}

#[test]
fn r10_a_parent_is_another_account_of_a_tree_of_at_most_eight_levels() {
    let operator = &site().operator;
    let make = |name: &str, parent: Option<&str>| {
        let parent = parent.map(|id| json!({"id": id}));
        id_of(&create(&json!({"name": name, "type": "Client", "parent": parent})))
    };
    let mut levels = vec![make("level 1", None)];
    for n in 2..=8 {
        let above = levels.last().unwrap().clone();
        levels.push(make(&format!("level {n}"), Some(&above)));
    }
    let below = json!({"name": "level 9", "type": "Client", "parent": {"id": levels[7]}});
    operator.post(BASE, &below).refuses(400, "validation-failed", &["parent.id"]);
    let shown = operator.get(&one(&levels[1])).expect(200);
    assert_eq!(shown["parent"]["name"], "level 1");
    assert_eq!(shown["parent"]["href"], one(&levels[0]));
    for bad in [levels[0].as_str(), levels[3].as_str(), unknown("ACC"), "nonsense", &site().operations] {
        let put = operator.put(&one(&levels[0]), &json!({"parent": {"id": bad}}));
        put.refuses(400, "validation-failed", &["parent.id"]);
    }
    let free = operator.put(&one(&levels[7]), &json!({"parent": null})).expect(200);
    assert!(free.get("parent").is_none());
}

#[test]
fn every_transition_of_the_account_table_is_as_printed() {
    let client = || id_of(&create(&json!({"name": "States", "type": "Client"})));
    let vendor = || id_of(&create(&json!({"name": "States", "type": "Vendor"})));
    let operator = &site().operator;
    let refused = |id: &str, verbs: &[&str]| {
        for verb in verbs {
            steer(operator, id, verb).refuses(400, "invalid-transition", &["status"]);
        }
    };
    let moved = |id: &str, verb: &str, status: &str| {
        assert_eq!(steer(operator, id, verb).expect(200)["status"], status, "{verb}");
    };
    let id = client();
    refused(&id, &["deactivate", "enable"]);
    steer(operator, &id, "activate").refuses(400, "validation-failed", &["externalId"]);
    let external = json!({"externalId": format!("ext-{id}"), "name": "Renamed"});
    let active = steer_with(&id, &external).expect(200);
    assert_eq!((&active["status"], &active["name"]), (&json!("Active"), &json!("Renamed")));
    refused(&id, &["activate", "enable"]);
    moved(&id, "disable", "Disabled");
    refused(&id, &["activate", "deactivate", "disable"]);
    moved(&id, "enable", "Active");
    moved(&id, "deactivate", "Enabled");
    moved(&id, "disable", "Disabled");
    moved(&id, "enable", "Enabled");
    let id = vendor();
    refused(&id, &["activate", "deactivate", "enable"]);
    moved(&id, "disable", "Disabled");
    refused(&id, &["activate", "deactivate", "disable"]);
    moved(&id, "enable", "Active");
    refused(&site().operations, &["activate", "deactivate", "disable", "enable"]);
}

#[test]
fn validate_answers_the_candidate_and_stores_nothing() {
    let tenant = Tenant::new("accounts_validate");
    let before = (tenant.operator.get(&tenant.path()).expect(200), tenant.audit_total());
    let path = format!("{}/validate", tenant.path());
    let candidate =
        tenant.operator.post(&path, &json!({"name": "Candidate", "serviceLevel": "Elite"})).expect(200);
    assert_eq!((&candidate["name"], &candidate["id"]), (&json!("Candidate"), &json!(tenant.id)));
    tenant.operator.post(&path, &json!({"name": ""})).refuses(400, "validation-failed", &["name"]);
    assert_eq!((tenant.operator.get(&tenant.path()).expect(200), tenant.audit_total()), before);
}

#[test]
fn r9_nobody_accepts_into_a_disabled_account_and_enabling_brings_all_back() {
    let tenant = Tenant::new("accounts_r9");
    let person = tenant.invite("late");
    steer(&tenant.operator, &tenant.id, "disable").expect(200);
    person.accept(&tenant.operator).refuses(400, "validation-failed", &["account"]);
    tenant.admin.get(&tenant.path()).problem(401, "authentication-failed");
    steer(&tenant.operator, &tenant.id, "enable").expect(200);
    tenant.admin.get(&tenant.path()).expect(200);
    person.accept(&tenant.operator).expect(200);
}

#[test]
fn r48_each_change_of_an_account_leaves_one_record() {
    let tenant = Tenant::new("accounts_r48");
    tenant.operator.put(&tenant.path(), &json!({"name": "Other"})).expect(200);
    for verb in ["activate", "deactivate", "disable", "enable"] {
        steer(&tenant.operator, &tenant.id, verb).expect(200);
    }
    let expected = [
        "account.created",
        "account.updated",
        "account.activated",
        "account.deactivated",
        "account.disabled",
        "account.enabled",
    ];
    assert_eq!(tenant.events_of(&tenant.id), expected);
}
