//! API tokens (platform.md §3.6, §4, R2, R6, R36–R41).

use serde_json::{Value, json};

use crate::harness::ids::{ACCESS, BILLING, CATALOGUE, REPORTING, unknown};
use crate::harness::tenant::{id_of, references};
use crate::harness::wait::until;
use crate::harness::{Tenant, site};

const BASE: &str = "/v1/accounts/api-tokens";

fn one(id: &str) -> String {
    format!("{BASE}/{id}")
}

fn wanted(modules: &[&str]) -> Value {
    json!({"modules": references(modules)})
}

#[test]
fn a_token_is_made_with_its_value_which_is_shown_this_once() {
    let tenant = Tenant::new("tokens_create");
    let holder = tenant.join("mara");
    let body = json!({
        "name": "Nightly export", "description": "Reads invoices", "icon": "https://cdn.example/x.png",
        "modules": references(&[BILLING]), "expiresAt": "2999-03-02", "holder": {"id": holder.user}, "status": "Disabled"
    });
    let answer = tenant.admin.post(BASE, &body);
    let token = answer.expect(201);
    let id = id_of(&token);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("location"), Some(one(&id).as_str()));
    let value = token["token"].as_str().unwrap();
    let secret = value.strip_prefix(&format!("idt:{id}:")).unwrap();
    assert!(secret.len() == 38 && secret.bytes().all(|b| b.is_ascii_alphanumeric()), "{value}");
    assert_eq!((&token["status"], &token["retrievable"]), (&json!("Active"), &json!(false)));
    assert_eq!((&token["account"]["id"], &token["holder"]["id"]), (&json!(tenant.id), &json!(holder.user)));
    assert_eq!(token["expiresAt"], "2999-03-02T00:00:00.000Z");
    assert_eq!(
        (&token["modules"][0]["id"], &token["$meta"]["omitted"]),
        (&json!(BILLING), &json!(["audit"]))
    );
    for (client, path) in [
        (&tenant.admin, one(&id)),
        (&tenant.operator, one(&id)),
        (&tenant.admin, BASE.to_owned()),
        (&tenant.admin, format!("/v1/audit/records?object.id={id}&select=documents")),
    ] {
        let seen = client.get(&path);
        assert_eq!(seen.status, 200, "{seen:?}");
        assert!(!seen.text.contains(secret) && !seen.text.contains("\"token\""), "{seen:?}");
    }
    let itself = tenant.operator.with(value).get(&one(&id)).expect(200);
    assert_eq!(itself["token"], value, "R37: a token reads itself");
    let listed = tenant.operator.with(value).get(BASE).expect(200);
    assert!(listed["data"][0].get("token").is_none(), "{listed}");
}

#[test]
fn creation_names_every_wrong_member() {
    let tenant = Tenant::new("tokens_wrong");
    let post = |body: &Value| tenant.admin.post(BASE, body);
    post(&json!({})).refuses(400, "validation-failed", &["modules"]);
    post(&wanted(&[])).refuses(400, "validation-failed", &["modules"]);
    post(&wanted(&[BILLING, unknown("MOD")])).refuses(400, "validation-failed", &["modules[1].id"]);
    post(&wanted(&[CATALOGUE])).refuses(400, "validation-failed", &["modules[0].id"]);
    let with = |member: &str, value: Value| {
        let mut body = wanted(&[BILLING]);
        body[member] = value;
        post(&body)
    };
    for (member, value) in [
        ("name", json!("semi;colon")),
        ("name", json!("x".repeat(201))),
        ("description", json!("x".repeat(2001))),
        ("icon", json!("ftp://x")),
        ("expiresAt", json!("2001-01-01")),
        ("expiresAt", json!("tomorrow")),
        ("expiresAt", json!(7)),
        ("retrievable", json!("yes")),
        ("retrievable", json!(true)),
    ] {
        with(member, value).refuses(400, "validation-failed", &[member]);
    }
    with("account", json!({"id": unknown("ACC")})).refuses(400, "validation-failed", &["account.id"]);
    with("holder", json!({"id": unknown("USR")})).refuses(400, "validation-failed", &["holder.id"]);
    let invited = tenant.invite("only-invited");
    with("holder", json!({"id": invited.user})).refuses(400, "validation-failed", &["holder.id"]);
    let unnamed = post(&wanted(&[BILLING])).expect(201);
    assert_eq!(unnamed["name"], unnamed["id"], "the name is the id by default");
}

#[test]
fn put_changes_members_and_keeps_modules_that_are_not_sent() {
    let tenant = Tenant::new("tokens_put");
    let token = tenant.token("Export", &[BILLING, REPORTING]);
    let put = |body: &Value| tenant.admin.put(&one(&token.id), body);
    let changed = put(
        &json!({"name": "Other", "description": "x", "token": "idt:x", "account": {"id": unknown("ACC")}}),
    );
    let changed = changed.expect(200);
    assert_eq!((&changed["name"], &changed["revision"]), (&json!("Other"), &json!(2)));
    assert_eq!(changed["modules"].as_array().unwrap().len(), 2);
    assert_eq!(changed["account"]["id"], tenant.id);
    assert_eq!(put(&json!({"name": "Other"})).expect(200)["revision"], 2, "equal values change nothing");
    put(&json!({"modules": []})).refuses(400, "validation-failed", &["modules"]);
    put(&json!({"modules": null})).refuses(400, "validation-failed", &["modules"]);
    put(&json!({"expiresAt": "2001-01-01"})).refuses(400, "validation-failed", &["expiresAt"]);
    put(&json!({"holder": {"id": unknown("USR")}})).refuses(400, "validation-failed", &["holder.id"]);
    assert_eq!(put(&json!({"modules": references(&[BILLING])})).expect(200)["modules"][0]["id"], BILLING);
    token.client.get(&one(&token.id)).expect(200);
}

#[test]
fn r2_a_token_without_access_management_sees_itself_and_what_it_made() {
    let (own, other) = (Tenant::new("tokens_r2"), Tenant::new("tokens_r2_other"));
    let list = own.member.get(BASE).expect(200);
    assert_eq!(
        (&list["$meta"]["pagination"]["total"], &list["data"][0]["id"]),
        (&json!(1), &json!(own.member_token))
    );
    assert_eq!(own.member.get(&one(&own.member_token)).expect(200)["token"], own.member.credential());
    for client in [&own.member, &other.admin] {
        client.get(&one(&own.admin_token)).problem(404, "not-found");
        client.put(&one(&own.admin_token), &json!({"name": "x"})).problem(404, "not-found");
        client.delete(&one(&own.admin_token)).problem(404, "not-found");
        for verb in ["disable", "enable", "rotate"] {
            client.verb(&format!("{}/{verb}", one(&own.admin_token))).problem(404, "not-found");
        }
    }
    own.member.post(BASE, &wanted(&[BILLING])).problem(403, "forbidden");
    own.member.put(&one(&own.member_token), &json!({"name": "x"})).problem(403, "forbidden");
    own.member.delete(&one(&own.member_token)).problem(403, "forbidden");
    for verb in ["disable", "enable", "rotate"] {
        own.member.verb(&format!("{}/{verb}", one(&own.member_token))).problem(403, "forbidden");
    }
    assert_eq!(own.admin.get(BASE).expect(200)["$meta"]["pagination"]["total"], 2);
}

#[test]
fn r6_r36_a_token_holds_no_more_than_its_maker_and_its_account() {
    let tenant = Tenant::new("tokens_r6");
    let light = tenant.token("Light", &[ACCESS, REPORTING]).client;
    light.post(BASE, &wanted(&[BILLING])).problem(403, "forbidden");
    let id = id_of(&light.post(BASE, &wanted(&[REPORTING])).expect(201));
    light.put(&one(&id), &wanted(&[REPORTING, BILLING])).problem(403, "forbidden");
    tenant.admin.put(&one(&id), &wanted(&[REPORTING, BILLING])).expect(200);
    light.put(&one(&id), &wanted(&[BILLING])).expect(200);
    let mut foreign = wanted(&[CATALOGUE]);
    foreign["account"] = json!({"id": tenant.id});
    tenant.operator.post(BASE, &foreign).refuses(400, "validation-failed", &["modules"]);
}

#[test]
fn every_transition_of_the_token_table_is_as_printed() {
    let tenant = Tenant::new("tokens_states");
    let token = tenant.token("Export", &[BILLING]);
    let verb = |name: &str| tenant.admin.verb(&format!("{}/{name}", one(&token.id)));
    let refused = |name: &str| verb(name).refuses(400, "invalid-transition", &["status"]);
    refused("enable");
    assert_eq!(verb("disable").expect(200)["status"], "Disabled");
    token.client.get(&one(&token.id)).problem(401, "authentication-failed");
    refused("disable");
    refused("rotate");
    tenant.admin.put(&one(&token.id), &json!({"name": "While disabled"})).expect(200);
    assert_eq!(verb("enable").expect(200)["status"], "Active");
    token.client.get(&one(&token.id)).expect(200);
    let rotated = verb("rotate").expect(200);
    token.client.get(&one(&token.id)).problem(401, "authentication-failed");
    let renewed = tenant.operator.with(rotated["token"].as_str().unwrap());
    renewed.get(&one(&token.id)).expect(200);
    let deleted = tenant.admin.delete(&one(&token.id));
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
    renewed.get(&one(&token.id)).problem(401, "authentication-failed");
    let expected = [
        "api-token.created",
        "api-token.disabled",
        "api-token.updated",
        "api-token.enabled",
        "api-token.rotated",
        "api-token.deleted",
    ];
    assert_eq!(tenant.events_of(&token.id), expected);
}

#[test]
fn r46_a_deleted_token_is_read_by_id_by_the_operator_alone() {
    let tenant = Tenant::new("tokens_r46");
    let token = tenant.token("Export", &[BILLING]);
    tenant.admin.delete(&one(&token.id)).expect(204);
    assert_eq!(tenant.operator.get(&one(&token.id)).expect(200)["status"], "Deleted");
    tenant.admin.get(&one(&token.id)).problem(404, "not-found");
    tenant.admin.delete(&one(&token.id)).problem(404, "not-found");
    for client in [&tenant.admin, &tenant.operator] {
        assert_eq!(
            client.get(&format!("{BASE}?id={}", token.id)).expect(200)["data"],
            json!([]),
            "in no list"
        );
    }
    for verb in ["enable", "disable", "rotate"] {
        let answer = tenant.operator.verb(&format!("{}/{verb}", one(&token.id)));
        answer.refuses(400, "invalid-transition", &["status"]);
    }
    tenant.operator.delete(&one(&token.id)).refuses(400, "invalid-transition", &["status"]);
    tenant.operator.put(&one(&token.id), &json!({"name": "x"})).refuses(
        400,
        "invalid-transition",
        &["status"],
    );
}

#[test]
fn r37_a_token_is_found_by_its_value_within_the_visible_rows() {
    let (own, other) = (Tenant::new("tokens_r37"), Tenant::new("tokens_r37_other"));
    let value = own.member.credential();
    let find = |client: &crate::harness::Client, value: &str| {
        let list = client.get(&format!("{BASE}?eq(token,'{value}')&limit=2")).expect(200);
        list["data"].as_array().unwrap().iter().map(id_of).collect::<Vec<_>>()
    };
    assert_eq!(find(&own.admin, value), [own.member_token.as_str()]);
    assert_eq!(find(&own.operator, value), [own.member_token.as_str()]);
    assert_eq!(find(&other.admin, value), Vec::<String>::new());
    assert_eq!(find(&own.admin, &value.to_lowercase()), Vec::<String>::new());
    assert_eq!(find(&own.admin, "idt:nonsense"), Vec::<String>::new());
    for operator in ["ne", "like", "gt"] {
        let answer = own.admin.get(&format!("{BASE}?{operator}(token,'{value}')"));
        answer.refuses(400, "invalid-query", &["token"]);
    }
    own.admin.get(&format!("{BASE}?order=token")).refuses(400, "invalid-query", &["token"]);
}

#[test]
fn r38_a_retrievable_token_is_read_again_by_its_maker_and_each_read_is_audited() {
    let tenant = Tenant::new("tokens_r38");
    tenant.operator.put(&tenant.path(), &json!({"tokenPolicy": {"retrievable": true}})).expect(200);
    let mut body = wanted(&[BILLING]);
    body["retrievable"] = json!(true);
    let made = tenant.admin.post(BASE, &body).expect(201);
    let id = id_of(&made);
    let read = tenant.admin.get(&one(&id));
    assert_eq!(read.expect(200)["token"], made["token"]);
    assert_eq!(read.header("cache-control"), Some("no-store"));
    assert!(tenant.operator.get(&one(&id)).expect(200).get("token").is_none(), "not its maker");
    assert_eq!(tenant.events_of(&id).iter().filter(|event| *event == "api-token.secret-read").count(), 1);
    let rotated = tenant.admin.verb(&format!("{}/rotate", one(&id))).expect(200);
    assert_eq!(tenant.admin.get(&one(&id)).expect(200)["token"], rotated["token"]);
    tenant.operator.put(&tenant.path(), &json!({"tokenPolicy": {"retrievable": false}})).expect(200);
    assert!(tenant.admin.get(&one(&id)).expect(200).get("token").is_none(), "the copies are erased");
}

#[test]
fn r39_rotation_keeps_the_old_value_for_its_grace_and_at_most_two_are_valid() {
    let tenant = Tenant::new("tokens_r39");
    let token = tenant.token("Export", &[BILLING]);
    let rotate = |grace: Value| {
        tenant.admin.post(&format!("{}/rotate", one(&token.id)), &json!({"graceSeconds": grace}))
    };
    for bad in [json!(-1), json!(604_801), json!("60"), json!(1.5)] {
        rotate(bad).refuses(400, "validation-failed", &["graceSeconds"]);
    }
    let answer = rotate(json!(3600));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let second = tenant.operator.with(answer.expect(200)["token"].as_str().unwrap());
    for client in [&token.client, &second] {
        client.get(&one(&token.id)).expect(200);
    }
    let third = tenant.operator.with(rotate(json!(604_800)).expect(200)["token"].as_str().unwrap());
    token.client.get(&one(&token.id)).problem(401, "authentication-failed");
    for client in [&second, &third] {
        client.get(&one(&token.id)).expect(200);
    }
    let found = tenant.admin.get(&format!("{BASE}?eq(token,'{}')", second.credential())).expect(200);
    assert_eq!(found["$meta"]["pagination"]["total"], 1, "secrets that are valid now");
}

#[test]
fn r41_a_token_manages_itself_and_a_disabled_one_cannot_come_back() {
    let tenant = Tenant::new("tokens_r41");
    let token = tenant.token("Robot", &[ACCESS, BILLING]);
    token.client.put(&one(&token.id), &json!({"name": "Renamed"})).expect(200);
    let rotated = token.client.verb(&format!("{}/rotate", one(&token.id))).expect(200);
    let robot = tenant.operator.with(rotated["token"].as_str().unwrap());
    assert_eq!(robot.verb(&format!("{}/disable", one(&token.id))).expect(200)["status"], "Disabled");
    robot.verb(&format!("{}/enable", one(&token.id))).problem(401, "authentication-failed");
    tenant.admin.verb(&format!("{}/enable", one(&token.id))).expect(200);
    robot.get(&one(&token.id)).expect(200);
}

#[test]
fn the_operator_makes_tokens_for_any_account_and_an_administrator_for_their_own() {
    let (own, other) = (Tenant::new("tokens_account"), Tenant::new("tokens_account_other"));
    let body = |account: &str| {
        let mut body = wanted(&[BILLING]);
        body["account"] = json!({"id": account});
        body
    };
    assert_eq!(own.operator.post(BASE, &body(&other.id)).expect(201)["account"]["id"], other.id);
    assert_eq!(own.admin.post(BASE, &body(&own.id)).expect(201)["account"]["id"], own.id);
    own.admin.post(BASE, &body(&other.id)).refuses(400, "validation-failed", &["account.id"]);
    own.admin.post(BASE, &body(&site().operations)).refuses(400, "validation-failed", &["account.id"]);
}

#[test]
fn one_two_characters_of_a_value_decide() {
    let tenant = Tenant::new("tokens_vector");
    let value = tenant.member.credential().to_owned();
    let (head, last) = value.split_at(value.len() - 1);
    let other = if last == "A" { "B" } else { "A" };
    let (_, secret) = value.rsplit_once(':').unwrap();
    let renamed = format!("idt:{}:{secret}", tenant.admin_token);
    for bent in [format!("{head}{other}"), renamed] {
        tenant.operator.with(&bent).get(&tenant.path()).problem(401, "authentication-failed");
    }
    tenant.member.get(&tenant.path()).expect(200);
}

#[test]
fn the_last_use_is_shown_soon_and_is_no_change() {
    let tenant = Tenant::new("tokens_uses");
    let path = one(&tenant.member_token);
    tenant.member.get(&path).expect(200);
    let token = until("the last use", || {
        let token = tenant.admin.get(&path).expect(200);
        token["lastAccessAt"].is_string().then_some(token)
    });
    assert_eq!(token["revision"], 1);
    assert_eq!(tenant.events_of(&tenant.member_token), ["api-token.created"]);
}
