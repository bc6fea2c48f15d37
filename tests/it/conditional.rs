//! Conditional requests (platform.md §1.6): tags, 304 for readers, 412 for writers, on every route of the table.

use serde_json::{Value, json};

use crate::harness::{Answer, Client, Tenant};
use crate::sweep::cases::{Case, all};
use crate::sweep::stage::Stage;
use crate::sweep::world::{Ids, World};

/// A request with one header and the case's body.
fn ask(client: &Client, case: &Case, ids: &Ids, header: (&str, &str)) -> Answer {
    let body = (case.body)(ids);
    let text = (body != Value::Null).then(|| body.to_string());
    let mut headers = vec![header];
    if text.is_some() {
        headers.push(("content-type", "application/json"));
    }
    client.send(case.method, &case.at("/v1", ids), &headers, text.as_deref().map(str::as_bytes))
}

/// The patterns that show one object with a revision.
fn objects() -> Vec<Case> {
    let is_object = |case: &Case| case.method == "GET" && case.pattern.ends_with('}');
    all().into_iter().filter(is_object).collect()
}

fn tag(answer: &Answer) -> &str {
    answer.header("etag").unwrap_or_else(|| panic!("no tag: {answer:?}"))
}

/// A reader who knows the tag is told that nothing changed, and nothing else.
#[track_caller]
fn reads_conditionally(client: &Client, path: &str) {
    let whole = client.get(path);
    assert_eq!((whole.status, whole.header("cache-control")), (200, Some("private, no-cache")), "{whole:?}");
    let known = tag(&whole);
    for header in [known.to_owned(), format!("W/{known}"), format!("\"0\", {known}"), "*".to_owned()] {
        for method in ["GET", "HEAD"] {
            let answer = client.send(method, path, &[("if-none-match", &header)], None);
            assert_eq!((answer.status, answer.text.as_str()), (304, ""), "{answer:?}");
            assert_eq!(answer.header("etag"), Some(known), "{answer:?}");
            assert_eq!(answer.header("cache-control"), Some("private, no-cache"), "{answer:?}");
        }
    }
    let other = client.send("GET", path, &[("if-none-match", "\"0\", W/\"0x\"")], None);
    assert!(other.status == 200 && !other.text.is_empty(), "{other:?}");
    let head = client.send("HEAD", path, &[], None);
    assert_eq!((head.status, head.header("etag"), head.text.as_str()), (200, Some(known), ""), "{head:?}");
}

#[test]
fn every_object_and_every_icon_is_read_conditionally() {
    let world = World::new("conditional reads");
    let icons = all().into_iter().filter(|case| case.pattern.ends_with("/icon"));
    for case in objects().into_iter().chain(icons) {
        let path = case.at("/v1", &world.own);
        reads_conditionally(&world.home.operator, &path);
        if !case.pattern.ends_with("/icon") {
            let answer = world.home.operator.get(&path);
            let object = answer.expect(200);
            let revision = if case.pattern.starts_with("/audit") { &json!(1) } else { &object["revision"] };
            assert_eq!(tag(&answer), format!("\"{revision}\""), "{path}");
        }
    }
}

/// What the operator sees of an object and of everything that happened to it.
fn snapshot(world: &World, path: &str, ids: &Ids) -> (Value, Value) {
    let operator = &world.home.operator;
    let of = [&ids.account, &ids.user, &ids.membership, &ids.group, &ids.token, &ids.buyer]
        .map(String::as_str)
        .join(",");
    let records = operator.get(&format!("/v1/audit/records?limit=0&in(object.id,({of}))")).expect(200);
    let mut object = operator.get(path).expect(200);
    object.as_object_mut().unwrap().remove("lastAccessAt");
    (object, records)
}

#[test]
fn every_change_of_an_object_is_refused_on_a_stale_tag_and_done_on_the_right_one() {
    let world = World::new("conditional writes");
    let operator = &world.home.operator;
    let shown = objects();
    let mut asked = 0;
    for case in all().iter().filter(|case| case.method != "GET" && case.own[0] < 300) {
        // What the route changes is what is shown at the longest part of its path.
        let of_object = shown.iter().filter(|object| case.pattern.starts_with(&object.pattern));
        let Some(object) = of_object.max_by_key(|object| object.pattern.len()) else {
            assert!(case.method == "POST", "{} {}: no object", case.method, case.pattern);
            continue;
        };
        let ids = (case.setting)(&Stage { tenant: &world.home, ids: &world.own, is_operator: true });
        let path = object.at("/v1", &ids);
        let before = snapshot(&world, &path, &ids);
        let right = tag(&operator.get(&path)).to_owned();
        for stale in ["\"0\"".to_owned(), format!("W/{right}"), "\"0\", \"999999\"".to_owned()] {
            ask(operator, case, &ids, ("if-match", &stale)).problem(412, "precondition-failed");
        }
        ask(operator, case, &ids, ("if-match", "0")).problem(400, "malformed-request");
        assert_eq!(snapshot(&world, &path, &ids), before, "{} {}", case.method, case.pattern);
        let listed = format!("\"0\", {right}");
        let answer = ask(operator, case, &ids, ("if-match", &listed));
        assert_eq!(answer.status, case.own[0], "{answer:?}");
        if answer.status == 200 && answer.json()["id"].is_string() {
            assert_eq!(tag(&answer), format!("\"{}\"", answer.json()["revision"]), "{answer:?}");
        }
        asked += 1;
    }
    assert!(asked >= 38, "only {asked} routes were asked");
}

#[test]
fn creating_answers_with_the_tag_of_what_was_made() {
    let tenant = Tenant::new("conditional_create");
    let group = tenant.admin.post("/v1/accounts/user-groups", &json!({"name": "x"}));
    assert_eq!((group.status, tag(&group)), (201, "\"1\""));
    let body = json!({"name": "x", "modules": [{"id": "MOD-8352"}]});
    let token = tenant.admin.post("/v1/accounts/api-tokens", &body);
    assert_eq!((token.status, tag(&token), token.header("cache-control")), (201, "\"1\"", Some("no-store")));
    // Whatever is expected of what does not exist yet is not asked.
    let headers = [("if-match", "\"9\""), ("content-type", "application/json")];
    tenant.admin.send("POST", "/v1/accounts/user-groups", &headers, Some(b"{\"name\":\"y\"}")).expect(201);
}

#[test]
fn any_tag_will_do_where_a_star_is_sent() {
    let tenant = Tenant::new("conditional_star");
    let put = |header: &str, name: &str| {
        let headers = [("if-match", header), ("content-type", "application/json")];
        let body = json!({"name": name}).to_string();
        tenant.admin.send("PUT", &tenant.path(), &headers, Some(body.as_bytes()))
    };
    let before = tenant.admin.get(&tenant.path()).expect(200)["revision"].as_u64().unwrap();
    assert_eq!(tag(&put("*", "first")), format!("\"{}\"", before + 1));
    put(&format!("\"{before}\""), "second").problem(412, "precondition-failed");
    assert_eq!(tenant.admin.get(&tenant.path()).expect(200)["name"], "first");
}

/// 404, 403, 415 and 400 of the body and the query come before 412, state and rules after it (§1.7).
#[test]
fn the_precondition_stands_between_the_body_and_the_state() {
    let tenant = Tenant::new("conditional_order");
    let group = tenant.group("Order", &[]);
    let path = format!("/v1/accounts/user-groups/{group}");
    let ask = |client: &Client, method: &str, path: &str, kind: &str, body: &[u8]| {
        client.send(method, path, &[("if-match", "\"0\""), ("content-type", kind)], Some(body))
    };
    let json_type = "application/json";
    let other = Tenant::new("conditional_order_other");
    ask(&other.admin, "PUT", &path, json_type, b"{}").problem(404, "not-found");
    ask(&tenant.member, "PUT", &tenant.path(), json_type, b"{}").problem(403, "forbidden");
    ask(&tenant.admin, "PUT", &path, "text/plain", b"{").problem(415, "unsupported-media-type");
    ask(&tenant.admin, "PUT", &path, json_type, b"{").problem(400, "malformed-request");
    ask(&tenant.admin, "PUT", &path, json_type, b"{\"name\":7}").refuses(400, "validation-failed", &["name"]);
    ask(&tenant.admin, "PUT", &format!("{path}?select=nothing"), json_type, b"{}").refuses(
        400,
        "invalid-query",
        &["nothing"],
    );
    ask(&tenant.admin, "PUT", &tenant.path(), json_type, b"{\"externalId\":\"other\"}")
        .problem(403, "forbidden");
    ask(&tenant.admin, "PUT", &path, json_type, b"{}").problem(412, "precondition-failed");
    let default = format!("/v1/accounts/user-groups/{}", tenant.group);
    ask(&tenant.admin, "DELETE", &default, json_type, b"").problem(412, "precondition-failed");
    tenant.admin.delete(&default).problem(400, "rule-violated");
    let enable = format!("{}/enable", tenant.path());
    ask(&tenant.operator, "POST", &enable, json_type, b"").problem(412, "precondition-failed");
    tenant.operator.verb(&enable).problem(400, "invalid-transition");
}

/// A secret is not read for whoever has this state already, so no such read is audited (R38).
#[test]
fn r38_a_reader_who_knows_the_tag_is_shown_no_secret() {
    let tenant = Tenant::new("conditional_secret");
    let token = tenant.token("Secret", &["MOD-8352"]);
    let path = format!("/v1/accounts/api-tokens/{}", token.id);
    let whole = token.client.get(&path);
    assert_eq!(whole.header("cache-control"), Some("no-store"), "{whole:?}");
    assert!(whole.expect(200)["token"].is_string());
    let known = token.client.send("GET", &path, &[("if-none-match", tag(&whole))], None);
    assert_eq!((known.status, known.text.as_str()), (304, ""), "{known:?}");
}
