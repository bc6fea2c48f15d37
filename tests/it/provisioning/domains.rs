//! Listing, making and reading domains (C1–C3).

use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};

use super::{refused, refused_as};
use crate::harness::ids::{ACCESS, unknown};
use crate::harness::tenant::id_of;
use crate::harness::{Answer, Client, Reseller, Tenant, site};

const BASE: &str = "/v2/domain";

fn one(name: &str) -> String {
    format!("{BASE}/{name}")
}

fn body(name: &str) -> Value {
    json!({"name": name, "plan": "Gold"})
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|domain| domain["name"].as_str().unwrap()).collect()
}

#[test]
fn p_r2_a_foreign_domain_is_like_one_that_does_not_exist() {
    let (own, foreign) = (Tenant::new("domains_own"), Tenant::new("domains_foreign"));
    let read = |tenant: &Tenant, id: &str| tenant.admin.get(&one(id));
    assert_eq!(read(&own, &own.id).expect(200)["id"], own.id);
    assert_eq!(read(&own, "Domains_Own").expect(200)["id"], own.id);
    for id in [&foreign.id, "domains_foreign", unknown("ACC"), "no%20such", "%FF", "a@b@c", "domains_own@msp"]
    {
        refused_as(&read(&own, id), 404);
    }
    refused_as(&own.member.get(&one(&own.id)), 403);
    refused_as(&own.member.get(BASE), 403);
    refused_as(&own.admin.anonymous().get(&one(&own.id)), 401);
    let list = own.admin.get(BASE);
    assert_eq!(names(&list.expect(200)), ["domains_own"]);
    assert_eq!(list.header("x-total-count"), Some("1"));
    assert_eq!(own.admin.get(&format!("{BASE}?offset=1")).expect(200), json!([]));
    assert_eq!(own.domain_key().get(BASE).expect(200), list.expect(200));
}

#[test]
fn p_r33_a_domain_is_a_client_with_a_default_group_and_what_was_ordered() {
    let operator = &site().operator;
    let sent = json!({"name": "Domains-Made", "plan": " Gold 2026 ", "time": 12, "volume": 9_223_372_036_854_775_807_u64});
    let made = operator.post(BASE, &sent).expect(200);
    let id = made["id"].as_str().unwrap();
    let expected = json!({
        "id": id, "name": "domains-made", "plan": "Gold 2026", "time": 12, "volume": 9_223_372_036_854_775_807_u64,
        "status": "active", "created": made["created"], "updated": made["created"],
    });
    assert_eq!(made, expected);
    assert_eq!(operator.get(&one("domains-made")).expect(200), made);
    assert_eq!(operator.get(&one(id)).expect(200), made);
    let account = operator.get(&format!("/v1/accounts/accounts/{id}?select=groups,audit")).expect(200);
    assert_eq!((&account["type"], &account["status"]), (&json!("Client"), &json!("Enabled")));
    assert_eq!(account["name"], "domains-made");
    assert_eq!(account["groups"].as_array().unwrap().len(), 1);
    assert_eq!(account["groups"][0]["name"], "Administrators");
    assert_eq!(operator.get(&format!("/v2/user/domain/{id}")).expect(200), json!([]));
    let sent = json!({"name": "idle@domains-made", "plan": "x", "time": null, "status": "inactive"});
    let child = operator.post(BASE, &sent).expect(200);
    let told = ["name", "time", "volume", "status"].map(|member| child[member].clone());
    assert_eq!(told, [json!("idle@domains-made"), Value::Null, Value::Null, json!("inactive")]);
    let path = format!("/v1/accounts/accounts/{}", child["id"].as_str().unwrap());
    let account = operator.get(&path).expect(200);
    assert_eq!((&account["status"], &account["parent"]["id"]), (&json!("Disabled"), &json!(id)));
    let enabled = operator.verb(&one("idle@domains-made/enable")).expect(200);
    assert_eq!(enabled["status"], "active");
    assert_eq!(operator.get(&path).expect(200)["status"], "Enabled");
}

#[test]
fn p_r33_accounts_made_elsewhere_have_a_slug_of_their_name_and_keep_it() {
    let (first, second) = (Tenant::new("Domains Söhne & Co."), Tenant::new("domains s hne CO"));
    assert_eq!([first.name(), second.name()], ["domains-s-hne-co", "domains-s-hne-co-2"]);
    first.operator.put(&first.path(), &json!({"name": "Domains Renamed"})).expect(200);
    assert_eq!(first.name(), "domains-s-hne-co");
    let shown = first.operator.get(&one("domains-s-hne-co")).expect(200);
    assert_eq!(shown["id"], first.id);
    assert_eq!([&shown["plan"], &shown["time"], &shown["volume"]], [&Value::Null; 3]);
    let operations = first.operator.get(&format!("{BASE}?limit=1000")).expect(200);
    assert!(
        !names(&operations).contains(&"operations"),
        "the account of Operations has a slug and is no domain"
    );
    refused(&first.operator.post(BASE, &body("domains-s-hne-co")), 409, 131);
    refused(&first.operator.post(BASE, &body("operations")), 409, 131);
}

#[test]
fn what_is_wrong_with_a_new_domain_is_told_by_its_number() {
    let operator = &site().operator;
    let post = |body: &Value| operator.post(BASE, body);
    let with = |member: &str, value: Value| {
        let mut body = body("domains-wrong");
        body[member] = value;
        post(&body)
    };
    refused(&operator.send("POST", BASE, &[("content-type", "application/json")], Some(b"{")), 400, 100);
    refused(&operator.send("POST", BASE, &[("content-type", "application/json")], None), 400, 100);
    refused_as(&operator.send("POST", BASE, &[("content-type", "text/plain")], Some(b"{}")), 415);
    for (member, value) in
        [("name", json!(7)), ("plan", json!([])), ("time", json!("7")), ("status", json!(true))]
    {
        refused(&with(member, value), 400, 100);
    }
    refused(&with("parent", json!("x")), 400, 101);
    for (member, value) in
        [("name", Value::Null), ("name", json!(" ")), ("plan", Value::Null), ("plan", json!(""))]
    {
        refused(&with(member, value), 400, 102);
    }
    for (member, value) in [
        ("name", json!("-x")),
        ("name", json!("a b")),
        ("name", json!("ACC-1671-0642")),
        ("name", json!("acc-1671-0642")),
        ("name", json!("x".repeat(64))),
        ("name", json!("x@")),
        ("plan", json!("x".repeat(65))),
        ("time", json!(-1)),
        ("volume", json!(1.5)),
        ("volume", json!(9_223_372_036_854_775_808_u64)),
        ("status", json!("Active")),
    ] {
        refused(&with(member, value), 400, 104);
    }
    refused_as(&with("name", json!("x@domains-nobody")), 404);
    refused_as(&operator.get(&one("domains-wrong")), 404);
}

#[test]
fn p_r33_only_multitenant_credentials_make_domains() {
    let tenant = Tenant::new("domains_single");
    for name in ["domains-x", "x@domains_single"] {
        refused_as(&tenant.admin.post(BASE, &body(name)), 403);
        refused_as(&tenant.member.post(BASE, &body(name)), 403);
        refused_as(&tenant.domain_key().post(BASE, &body(name)), 403);
    }
    // Even Operations, without account management.
    let token = json!({"name": "plain", "account": {"id": site().operations}, "modules": [{"id": ACCESS}]});
    let token = site().operator.post("/v1/accounts/api-tokens", &token).expect(201);
    let plain = site().operator.with(token["token"].as_str().unwrap());
    refused_as(&plain.post(BASE, &body("domains-x")), 403);
    assert_eq!(plain.get(BASE).expect(200), json!([]));
}

#[test]
fn p_r3_a_reseller_key_makes_and_reaches_direct_children_alone() {
    let msp = Reseller::new("domains_msp");
    let made = msp.key.post(BASE, &body("acme")).expect(200);
    assert_eq!(made["name"], "acme@domains_msp");
    let beta = msp.key.post(BASE, &body("Beta@Domains_MSP")).expect(200);
    let beta = beta["id"].as_str().unwrap();
    let deep = msp
        .tenant
        .operator
        .post("/v1/accounts/accounts", &json!({"name": "deep", "type": "Client", "parent": {"id": beta}}));
    let deep = id_of(&deep.expect(201));
    refused_as(&msp.key.post(BASE, &body("x@beta")), 404);
    refused_as(&msp.key.post(BASE, &body("x@domains_nobody")), 404);
    refused(&msp.key.post(BASE, &body("acme")), 409, 131);
    msp.key.verb(&one("beta@domains_msp/disable")).expect(200);
    let list = msp.key.get(BASE);
    assert_eq!(names(&list.expect(200)), ["acme@domains_msp", "beta@domains_msp"]);
    assert_eq!(list.header("x-total-count"), Some("2"));
    let beta = msp.key.get(&one(beta)).expect(200);
    assert_eq!(beta["status"], "inactive", "a disabled child stays in reach");
    let other = Tenant::new("domains_other");
    let foreign = Reseller::new("domains_rival").key.post(BASE, &body("acme")).expect(200);
    assert_eq!(foreign["name"], "acme@domains_rival");
    for name in
        ["domains_msp", &msp.tenant.id, &deep, "deep@beta", "acme@domains_rival", &other.id, "domains_other"]
    {
        for answer in [
            msp.key.get(&one(name)),
            msp.key.verb(&(one(name) + "/disable")),
            msp.key.verb(&(one(name) + "/enable")),
            msp.key.delete(&one(name)),
        ] {
            refused_as(&answer, 404);
        }
    }
    refused(&msp.key.get(&one("acme")), 400, 109);
    assert_eq!(other.admin.get(&one("domains_other")).expect(200)["status"], "active");
    // A child's own key reaches the child alone, and a name that fits several is no name.
    let admin = site().operator.get(&one("acme@domains_msp")).expect(200);
    assert_eq!(admin["id"], made["id"]);
    refused(&site().operator.get(&one("acme")), 400, 109);
    refused(&site().operator.post(BASE, &body("x@acme")), 400, 109);
}

#[test]
fn c1_all_domains_are_listed_by_full_name_in_parts() {
    let operator = &site().operator;
    let list = operator.get(&format!("{BASE}?limit=1000"));
    let total: usize = list.header("x-total-count").unwrap().parse().unwrap();
    let list = list.expect(200);
    let found = names(&list);
    assert!(found.is_sorted(), "{found:?}");
    assert!(found.len() == 1000 || found.len() <= total);
    let msp = Reseller::new("domains_parts");
    let order = ["a", "a-b", "a1", "ab", "a_b"];
    for name in order {
        msp.key.post(BASE, &body(name)).expect(200);
    }
    let part = |query: &str| {
        let answer = msp.key.get(&format!("{BASE}?{query}"));
        assert_eq!(answer.header("x-total-count"), Some("5"));
        names(&answer.expect(200))
            .iter()
            .map(|name| name.split('@').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(part("x=y"), ["a-b", "a1", "a", "a_b", "ab"], "in the order of the full names");
    assert_eq!(part("limit=2&offset=1"), ["a1", "a"]);
    assert_eq!(part("offset=4"), ["ab"]);
    for bad in ["limit=0", "limit=1001", "limit=x", "offset=-1"] {
        refused(&msp.key.get(&format!("{BASE}?{bad}")), 400, 104);
    }
}

#[test]
fn p_r37_of_many_at_once_one_gets_the_name() {
    let operator = &site().operator;
    let barrier = Barrier::new(8);
    let post = |client: &Client| {
        barrier.wait();
        client.post(BASE, &body("domains-race"))
    };
    let answers: Vec<Answer> = thread::scope(|scope| {
        let racers: Vec<_> = (0..8).map(|_| scope.spawn(|| post(operator))).collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    let won = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(won, 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        refused(answer, 409, 131);
    }
}

#[test]
fn p_r38_making_a_domain_leaves_one_record() {
    let msp = Reseller::new("domains_audit");
    let before = msp.tenant.audit_total();
    let made = msp.key.post(BASE, &body("acme")).expect(200);
    refused(&msp.key.post(BASE, &body("acme")), 409, 131);
    assert_eq!(msp.tenant.audit_total(), before + 1);
    assert_eq!(msp.tenant.events_of(made["id"].as_str().unwrap()), ["account.created"]);
}
