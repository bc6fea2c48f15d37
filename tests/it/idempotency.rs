//! `Idempotency-Key` (platform.md §1.6): a request that is sent twice has its effect once, on every POST of the table.

use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};

use crate::harness::ids::BILLING;
use crate::harness::person::{PASSWORD, invitation};
use crate::harness::tenant::{id_of, references};
use crate::harness::{Answer, Client, Tenant};
use crate::sweep::cases::{Case, all};
use crate::sweep::stage::{Stage, fresh_name};
use crate::sweep::world::{Ids, World};

const GROUPS: &str = "/v1/accounts/user-groups";

/// A POST under a key.
fn post(client: &Client, path: &str, key: &str, body: Option<&Value>) -> Answer {
    let text = body.map(Value::to_string);
    let mut headers = vec![("idempotency-key", key)];
    if text.is_some() {
        headers.push(("content-type", "application/json"));
    }
    client.send("POST", path, &headers, text.as_deref().map(str::as_bytes))
}

/// The second answer is the first one again, and says so.
#[track_caller]
fn assert_replay(first: &Answer, second: &Answer) {
    assert_eq!(second.header("idempotency-replayed"), Some("true"), "{second:?}");
    assert_eq!(first.header("idempotency-replayed"), None, "{first:?}");
    assert_eq!(second.status, first.status, "{second:?}");
    for header in ["etag", "location", "content-type"] {
        assert_eq!(second.header(header), first.header(header), "{header}: {second:?}");
    }
    let (mut shown, again) = (body_of(first), body_of(second));
    // What is shown once is shown once (R18, R37).
    if let Some(object) = shown.as_object_mut() {
        object.remove("token");
        if let Some(invitation) = object.get_mut("invitation").and_then(Value::as_object_mut) {
            invitation.remove("code");
            invitation.remove("url");
        }
    }
    assert_eq!(again, shown, "{second:?}");
    assert!(!second.text.contains("idt:"), "{second:?}");
}

fn body_of(answer: &Answer) -> Value {
    if answer.text.is_empty() { Value::Null } else { answer.json() }
}

/// What was recorded about the objects of a request.
fn records(world: &World, ids: &Ids) -> u64 {
    let of = [&ids.account, &ids.user, &ids.membership, &ids.group, &ids.token].map(String::as_str).join(",");
    let path = format!("/v1/audit/records?limit=0&in(object.id,({of}))");
    world.home.operator.get(&path).expect(200)["$meta"]["pagination"]["total"].as_u64().unwrap()
}

/// What a POST needs to be repeatable at all: whoever repeats it still sees the object.
fn cases() -> Vec<Case> {
    all().into_iter().filter(|case| case.method == "POST" && case.own[0] < 300).collect()
}

#[test]
fn every_post_has_its_effect_once_and_answers_the_same_twice() {
    let world = World::new("idempotency");
    let operator = &world.home.operator;
    for case in cases() {
        let ids = (case.setting)(&Stage { tenant: &world.home, ids: &world.own, is_operator: true });
        let body = Some((case.body)(&ids)).filter(|body| *body != Value::Null);
        let (path, key) = (case.at("/v1", &ids), fresh_name("key"));
        let before = records(&world, &ids);
        let first = post(operator, &path, &key, body.as_ref());
        assert_eq!(first.status, case.own[0], "{first:?}");
        let after = records(&world, &ids);
        assert!(after <= before + 1, "{}: one record per request (R48)", case.pattern);
        assert_replay(&first, &post(operator, &path, &key, body.as_ref()));
        let public = format!("/public{path}");
        let again = post(operator, &public, &key, body.as_ref());
        assert_eq!((again.status, again.header("idempotency-replayed")), (first.status, Some("true")));
        let location = first.header("location").map(|location| format!("/public{location}"));
        assert_eq!(again.header("location"), location.as_deref(), "{again:?}");
        let other = json!({"name": fresh_name("Other")});
        post(operator, &path, &key, Some(&other)).problem(422, "idempotency-key-reused");
        assert_eq!(records(&world, &ids), after, "{}: the effect took place once", case.pattern);
    }
}

#[test]
fn secrets_are_shown_once() {
    let tenant = Tenant::new("idempotency_secrets");
    let body = json!({"account": {"id": tenant.id}, "modules": references(&[BILLING])});
    let first = post(&tenant.operator, "/v1/accounts/api-tokens", "token", Some(&body));
    assert!(first.expect(201)["token"].is_string());
    assert_eq!(first.header("cache-control"), Some("no-store"), "{first:?}");
    let again = post(&tenant.operator, "/v1/accounts/api-tokens", "token", Some(&body));
    assert!(again.expect(201)["token"].is_null(), "{again:?}");
    assert_replay(&first, &again);
    let body = invitation(&tenant.email("mara"), &tenant.group);
    let first = post(&tenant.operator, &tenant.users(), "invite", Some(&body));
    assert!(first.expect(201)["invitation"]["code"].is_string());
    let again = post(&tenant.operator, &tenant.users(), "invite", Some(&body));
    let members = again.expect(201)["invitation"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(members, ["expiresAt", "status"]);
    assert_replay(&first, &again);
}

#[test]
fn another_actor_another_path_and_another_key_are_other_requests() {
    let tenant = Tenant::new("idempotency_scope");
    let body = json!({"name": "Same", "account": {"id": tenant.id}});
    let mut made = vec![
        post(&tenant.admin, GROUPS, "one", Some(&body)),
        post(&tenant.operator, GROUPS, "one", Some(&body)),
        post(&tenant.admin, GROUPS, "two", Some(&body)),
    ];
    let token = json!({"name": "Same", "account": {"id": tenant.id}, "modules": references(&[BILLING])});
    made.push(post(&tenant.admin, "/v1/accounts/api-tokens", "one", Some(&token)));
    let mut ids: Vec<_> = made.iter().map(|answer| id_of(&answer.expect(201))).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4);
    assert!(made.iter().all(|answer| answer.header("idempotency-replayed").is_none()), "{made:?}");
}

/// Whitespace is part of the body: it is not read before it is compared.
#[test]
fn the_body_is_compared_as_it_was_sent() {
    let tenant = Tenant::new("idempotency_body");
    let send = |text: &str| {
        let headers = [("idempotency-key", "body"), ("content-type", "application/json")];
        tenant.admin.send("POST", GROUPS, &headers, Some(text.as_bytes()))
    };
    send("{\"name\":\"a\"}").expect(201);
    send("{\"name\":\"a\"} ").problem(422, "idempotency-key-reused");
    send("{").problem(422, "idempotency-key-reused");
    assert_eq!(send("{\"name\":\"a\"}").header("idempotency-replayed"), Some("true"));
}

#[test]
fn refusals_by_rules_are_kept_even_if_the_request_would_pass_now() {
    let tenant = Tenant::new("idempotency_refusals");
    let enable = format!("{}/enable", tenant.path());
    let first = post(&tenant.operator, &enable, "enable", None);
    first.problem(400, "invalid-transition");
    tenant.operator.verb(&format!("{}/disable", tenant.path())).expect(200);
    let again = post(&tenant.operator, &enable, "enable", None);
    assert_eq!(again.header("idempotency-replayed"), Some("true"), "{again:?}");
    assert_eq!((again.status, &again.text), (400, &first.text));
    assert_eq!(again.header("content-type"), Some("application/problem+json"), "{again:?}");
    assert_eq!(tenant.operator.get(&tenant.path()).expect(200)["status"], "Disabled");
    post(&tenant.operator, &enable, "enable-again", None).expect(200);

    let account =
        |name: &str| json!({"name": name, "type": "Client", "externalId": "X-idempotency_refusals"});
    let first = post(&tenant.operator, "/v1/accounts/accounts", "taken", Some(&account("Taken")));
    first.problem(409, "conflict");
    tenant.operator.put(&tenant.path(), &json!({"externalId": "X-idempotency_refusals_2"})).expect(200);
    let again = post(&tenant.operator, "/v1/accounts/accounts", "taken", Some(&account("Taken")));
    assert_eq!((again.status, again.header("idempotency-replayed")), (409, Some("true")), "{again:?}");

    let malformed = || {
        let headers = [("idempotency-key", "malformed"), ("content-type", "application/json")];
        tenant.admin.send("POST", GROUPS, &headers, Some(b"{"))
    };
    malformed().problem(400, "malformed-request");
    assert_eq!(malformed().header("idempotency-replayed"), Some("true"));
}

#[test]
fn what_is_about_the_actor_is_not_kept() {
    let tenant = Tenant::new("idempotency_403");
    let body = json!({"name": "Later", "modules": []});
    // The actor is the same token before and after its rights change.
    let token = tenant.token("Later", &[BILLING]);
    post(&token.client, GROUPS, "later", Some(&body)).problem(403, "forbidden");
    let elsewhere = format!("/v1/accounts/users/{}/sso", crate::harness::ids::unknown("USR"));
    post(&token.client, &elsewhere, "elsewhere", None).problem(404, "not-found");
    let headers = [("idempotency-key", "later"), ("content-type", "text/plain")];
    let path = format!("/v1/accounts/api-tokens/{}", token.id);
    tenant.operator.put(&path, &json!({"modules": references(&[BILLING, "MOD-1756"])})).expect(200);
    token
        .client
        .send("POST", GROUPS, &headers, Some(body.to_string().as_bytes()))
        .problem(415, "unsupported-media-type");
    let made = post(&token.client, GROUPS, "later", Some(&body));
    assert_eq!((made.status, made.header("idempotency-replayed")), (201, None), "{made:?}");
    // Rights are asked before what is kept.
    tenant.operator.put(&path, &json!({"modules": references(&[BILLING])})).expect(200);
    post(&token.client, GROUPS, "later", Some(&body)).problem(403, "forbidden");
}

#[test]
fn the_replay_stands_before_the_media_type_and_the_body() {
    let tenant = Tenant::new("idempotency_order");
    let made = post(&tenant.admin, GROUPS, "order", Some(&json!({"name": "a"})));
    made.expect(201);
    let send = |kind: &str, body: &[u8]| {
        let headers = [("idempotency-key", "order"), ("content-type", kind), ("if-match", "nonsense")];
        tenant.admin.send("POST", &format!("{GROUPS}?select=nothing"), &headers, Some(body))
    };
    send("text/plain", b"{").problem(422, "idempotency-key-reused");
    let again = send("text/plain", b"{\"name\":\"a\"}");
    assert_eq!((again.status, &again.text), (201, &made.text), "{again:?}");
}

#[test]
fn keys_have_1_to_255_visible_characters() {
    let tenant = Tenant::new("idempotency_keys");
    let body = json!({"name": "Key"});
    for good in ["k", "!~", &"k".repeat(255)] {
        post(&tenant.admin, GROUPS, good, Some(&body)).expect(201);
    }
    let groups = || tenant.admin.get(&format!("{GROUPS}?limit=0")).expect(200);
    let before = groups();
    for bad in ["", "a b", &"k".repeat(256), "k\u{e9}"] {
        post(&tenant.admin, GROUPS, bad, Some(&body)).problem(400, "malformed-request");
    }
    let headers = [("idempotency-key", "a"), ("idempotency-key", "b"), ("content-type", "application/json")];
    let twice = tenant.admin.send("POST", GROUPS, &headers, Some(b"{\"name\":\"Key\"}"));
    twice.problem(400, "malformed-request");
    assert_eq!(groups(), before);
    post(&tenant.member, GROUPS, "a b", Some(&body)).problem(403, "forbidden");
    // The header means nothing elsewhere.
    let put = tenant.admin.send("GET", &tenant.path(), &[("idempotency-key", "a b")], None);
    assert_eq!(put.status, 200, "{put:?}");
}

/// The code is used up, and whoever sent it is still answered what they were answered.
#[test]
fn r29_a_first_password_is_set_once() {
    let tenant = Tenant::new("idempotency_password");
    let person = tenant.invite("mara");
    let nobody = tenant.operator.anonymous();
    let path = format!("/v1/accounts/users/{}/set-password", person.user);
    let body = |password: &str| json!({"password": password, "invitationCode": person.code});
    let weak = post(&nobody, &path, "weak", Some(&body("short")));
    weak.refuses(400, "validation-failed", &["password"]);
    assert_replay(&weak, &post(&nobody, &path, "weak", Some(&body("short"))));
    let first = crate::harness::wait::until("an answer other than 503", || {
        Some(post(&nobody, &path, "first", Some(&body(PASSWORD)))).filter(|answer| answer.status != 503)
    });
    assert_eq!(first.expect(200)["status"], "Active");
    assert_replay(&first, &post(&nobody, &path, "first", Some(&body(PASSWORD))));
    post(&nobody, &path, "first", Some(&body("another good password")))
        .problem(422, "idempotency-key-reused");
    post(&nobody, &path, "second", Some(&body(PASSWORD))).problem(401, "authentication-failed");
    assert_eq!(tenant.events_of(&person.membership), ["account-user.invited", "account-user.joined"]);
}

const PARALLEL: usize = 50;

#[test]
fn fifty_at_once_make_one() {
    let tenant = Tenant::new("idempotency_races");
    for round in 0..10 {
        let (body, key) = (json!({"name": format!("Race {round}")}), format!("race-{round}"));
        let start = Barrier::new(PARALLEL);
        let answers: Vec<Answer> = thread::scope(|scope| {
            let ask = || {
                start.wait();
                post(&tenant.admin, GROUPS, &key, Some(&body))
            };
            let threads: Vec<_> = (0..PARALLEL).map(|_| scope.spawn(ask)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let fresh = answers.iter().filter(|answer| answer.header("idempotency-replayed").is_none());
        assert_eq!(fresh.count(), 1, "{answers:?}");
        let mut ids: Vec<_> = answers.iter().map(|answer| id_of(&answer.expect(201))).collect();
        ids.dedup();
        assert_eq!(ids.len(), 1);
        let list = tenant.admin.get(&format!("{GROUPS}?limit=0&name='Race%20{round}'")).expect(200);
        assert_eq!(list["$meta"]["pagination"]["total"], 1);
    }
}
