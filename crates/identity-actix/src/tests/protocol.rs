//! What holds for every path: credentials, methods, bodies, order of checks, failures.

use std::sync::Arc;

use actix_web::http::Method;
use identity_core::StoreError;
use identity_core::port::MockPasswordHasher;
use identity_core::testing::CommitFault;
use serde_json::json;

use super::stage::{Asker, request, stage, stage_with, value_of};
use crate::{Opening, routes};

const USER: &str = "/v1/accounts/users/USR-0000-0001";
const GROUPS: &str = "/v1/accounts/user-groups";

/// A path of the pattern that leads to nothing anybody has.
fn path_of(pattern: &str) -> String {
    let account = pattern.replace("{account}", "ACC-9999-9999").replace("{user}", "USR-9999-9999");
    account.replace("{group}", "UGR-9999-9999").replace("{id}", "XXX-9999-9999")
}

#[actix_web::test]
async fn every_operation_wants_a_credential_and_so_does_every_other_path() {
    let stage = stage().await;
    for route in routes() {
        let path = path_of(route.pattern);
        let reply = stage.send(request(Asker::Nobody, route.method.clone(), &format!("/v1{path}"))).await;
        assert_eq!(reply.status, 401, "{route:?}");
    }
    for path in ["/v1", "/v1/", "/v1/nothing", "/public/v1/x", "/v1/accounts/users/", "/v1/accounts/../x"] {
        let reply = stage.get(Asker::Nobody, path).await;
        assert_eq!((reply.status, reply.problem()), (401, "authentication-failed"), "{path}");
        assert_eq!(reply.header("www-authenticate"), "Bearer");
        assert_eq!(stage.get(Asker::Operator, path).await.problem(), "not-found", "{path}");
    }
    assert_eq!(stage.get(Asker::Nobody, "/elsewhere").await.problem(), "not-found");
    assert_eq!(stage.get(Asker::Nobody, "/v1x").await.problem(), "not-found");
}

#[actix_web::test]
async fn only_setting_a_password_opens_to_a_code() {
    let open = routes().iter().filter(|route| route.opening == Opening::CredentialOrCode);
    assert_eq!(open.map(|route| route.name).collect::<Vec<_>>(), ["users.set-password"]);
}

#[actix_web::test]
async fn an_unknown_object_is_404_for_the_operator_on_every_route() {
    let stage = stage().await;
    for route in routes().iter().filter(|route| route.pattern.contains('{')) {
        let path = format!("/public/v1{}", path_of(route.pattern));
        let reply = stage.json(Asker::Operator, route.method.clone(), &path, "{}".into()).await;
        assert_eq!(reply.status, 404, "{route:?} {:?}", reply.body);
        assert!(!reply.body["detail"].as_str().unwrap().contains("9999"));
    }
}

#[actix_web::test]
async fn a_wrong_method_is_405_with_those_that_are_served() {
    let stage = stage().await;
    let reply = stage.delete(Asker::Member, "/v1/accounts/users").await;
    assert_eq!(
        (reply.status, reply.problem(), reply.header("allow")),
        (405, "method-not-allowed", "GET, HEAD")
    );
    for route in routes() {
        let path = format!("/v1{}", path_of(route.pattern));
        let reply = stage.send(request(Asker::Operator, Method::PATCH, &path)).await;
        assert_eq!(reply.status, 405, "{path}");
        assert!(reply.header("allow").split(", ").any(|m| m == route.method.as_str()), "{path}");
    }
    assert_eq!(stage.delete(Asker::Nobody, "/v1/accounts/users").await.status, 401);
}

#[actix_web::test]
async fn head_is_served_wherever_get_is() {
    let stage = stage().await;
    let reply = stage.send(request(Asker::Operator, Method::HEAD, USER)).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/json"));
}

#[actix_web::test]
async fn bad_credentials_all_look_alike() {
    let stage = stage().await;
    let good = value_of(Asker::Operator).unwrap();
    let flipped = format!("{}{}", &good[..good.len() - 7], "AAAAAAA");
    for bad in [
        "Basic abc".to_owned(),
        "Bearer ".to_owned(),
        "Bearer x".to_owned(),
        format!("Bearer {flipped}"),
        format!("Bearer {good}0"),
        format!("Bearer {}", good.to_lowercase()),
        "Bearer idt:DEV-0000-0001:abc".to_owned(),
    ] {
        let request = request(Asker::Nobody, Method::GET, USER).insert_header(("authorization", bad.clone()));
        let reply = stage.send(request).await;
        assert_eq!((reply.status, reply.problem()), (401, "authentication-failed"), "{bad}");
        assert!(reply.body.get("errors").is_none());
    }
    let twice = request(Asker::Operator, Method::GET, USER)
        .append_header(("authorization", format!("Bearer {good}")));
    let reply = stage.send(twice).await;
    assert_eq!((reply.status, reply.problem()), (400, "malformed-request"));
}

#[actix_web::test]
async fn a_trace_is_continued_and_the_instance_has_no_query() {
    let stage = stage().await;
    let id = "4bf92f3577b34da6a3ce929d0e0e4736";
    let request = request(Asker::Operator, Method::GET, "/v1/accounts/users/USR-9999-9999?select=id&token=x")
        .insert_header(("traceparent", format!("00-{id}-00f067aa0ba902b7-01")));
    let reply = stage.send(request).await;
    assert_eq!(reply.header("x-request-id"), id);
    assert!(reply.body["traceId"].as_str().unwrap().starts_with(&format!("00-{id}-")));
    assert_eq!(reply.body["instance"], "/v1/accounts/users/USR-9999-9999");
}

#[actix_web::test]
async fn checks_come_in_the_order_of_the_contract() {
    let stage = stage().await;
    let put = |asker, path: &'static str, kind: &'static str, body: String| {
        let request = request(asker, Method::PUT, path).insert_header(("content-type", kind));
        stage.send(request.set_payload(body))
    };
    let group = "/v1/accounts/user-groups/UGR-0000-0011";
    let large = " ".repeat(1024 * 1024 + 1);
    let announced = request(Asker::Nobody, Method::PUT, group).insert_header(("content-length", "1048577"));
    assert_eq!(stage.send(announced).await.status, 413, "size before credential");
    assert_eq!(put(Asker::Operator, group, "application/json", large).await.problem(), "content-too-large");
    assert_eq!(put(Asker::Nobody, group, "text/plain", "{".into()).await.status, 401);
    assert_eq!(put(Asker::Foreign, group, "text/plain", "{".into()).await.status, 404, "object before body");
    assert_eq!(put(Asker::Member, group, "text/plain", "{".into()).await.status, 404, "R2");
    let account = "/v1/accounts/accounts/ACC-0000-0010";
    assert_eq!(put(Asker::Member, account, "text/plain", "{".into()).await.status, 403, "verb before body");
    assert_eq!(put(Asker::Admin, group, "text/plain", "{}".into()).await.problem(), "unsupported-media-type");
    for bad in ["", "{", "[]", "7", r#"{"a":1,"a":2}"#, r#"{"name":"\u0000"}"#] {
        let reply = put(Asker::Admin, group, "application/json", bad.into()).await;
        assert_eq!(reply.problem(), "malformed-request", "{bad:?}");
    }
    let reply = put(Asker::Admin, group, "application/json", r#"{"name":7}"#.into()).await;
    assert_eq!(reply.problem(), "validation-failed");
    assert_eq!(reply.body["errors"]["name"][0], "Must be a string.");
}

#[actix_web::test]
async fn a_wrong_select_changes_nothing() {
    let stage = stage().await;
    let path = "/v1/accounts/user-groups/UGR-0000-0011?select=nothing";
    let reply = stage.put(Asker::Admin, path, &json!({"name": "Renamed"})).await;
    assert_eq!((reply.status, reply.problem()), (400, "invalid-query"));
    assert_eq!(reply.body["errors"]["nothing"][0], "Invalid property path.");
    let group = stage.get(Asker::Admin, "/v1/accounts/user-groups/UGR-0000-0011").await;
    assert_eq!((&group.body["name"], &group.body["revision"]), (&json!("Group 11"), &json!(1)));
    let foreign = stage.get(Asker::Foreign, "/v1/accounts/user-groups/UGR-0000-0011?select=nothing").await;
    assert_eq!(foreign.status, 404);
}

#[actix_web::test]
async fn queries_are_checked() {
    let stage = stage().await;
    let key = |reply: &super::stage::Reply| {
        assert_eq!((reply.status, reply.problem()), (400, "invalid-query"), "{reply:?}");
        reply.body["errors"].as_object().unwrap().keys().next().unwrap().clone()
    };
    for (query, expected) in [
        ("foo=1", "foo"),
        ("limit=x", "limit"),
        ("offset=-1", "offset"),
        ("cursor=abc", "cursor"),
        ("select=-*,foo", "foo"),
        ("order=foo", "foo"),
        ("eq(name", "query"),
    ] {
        let reply = stage.get(Asker::Operator, &format!("/v1/accounts/users?{query}")).await;
        assert_eq!(key(&reply), expected, "{query}");
    }
    let members = "/v1/accounts/accounts/ACC-0000-0010/users?foo=1";
    assert_eq!(stage.get(Asker::Foreign, members).await.status, 404, "object before query");
    assert_eq!(key(&stage.get(Asker::Admin, members).await), "foo");
}

#[actix_web::test]
async fn failures_of_the_store_say_what_is_known() {
    let stage = stage().await;
    let create = || async { stage.post(Asker::Admin, GROUPS, &json!({"name": "New"})).await };
    stage.store.fail_next_commit(CommitFault::Refused(StoreError::Unavailable("disk full".into())));
    let reply = create().await;
    assert_eq!((reply.status, reply.problem(), reply.header("retry-after")), (503, "unavailable", "1"));
    assert!(!reply.body.to_string().contains("disk"));
    stage.store.fail_next_commit(CommitFault::Refused(StoreError::Busy { retry_after_ms: 2500 }));
    assert_eq!(create().await.header("retry-after"), "3");
    stage.store.fail_next_commit(CommitFault::Unanswered);
    let reply = create().await;
    assert_eq!((reply.status, reply.problem(), reply.header("retry-after")), (500, "outcome-unknown", ""));
    assert_eq!(create().await.status, 201);
}

#[actix_web::test]
async fn a_panic_is_a_500_for_that_request_alone() {
    let mut hasher = MockPasswordHasher::new();
    hasher.expect_hash().returning(|_| panic!("the hasher broke"));
    let stage = stage_with(Arc::new(hasher)).await;
    let path = "/v1/accounts/users/USR-0000-0002/set-password";
    let reply = stage.post(Asker::Operator, path, &json!({"password": "a long passphrase"})).await;
    assert_eq!((reply.status, reply.problem()), (500, "internal-error"));
    assert!(!reply.body.to_string().contains("hasher"));
    assert_eq!(stage.get(Asker::Operator, USER).await.status, 200);
}
