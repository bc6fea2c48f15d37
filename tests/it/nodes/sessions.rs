//! Credentials that one node gave and the other one is shown.

use serde_json::json;

use super::{at, nodes, tenant};
use crate::harness::Session;
use crate::harness::wait::until;

#[test]
fn a_session_begun_at_one_node_goes_on_and_ends_at_the_other() {
    let tenant = tenant("nodes_sessions");
    let mara = tenant.join("mara");
    let session = Session::of_person(&at(&tenant.operator, 0), &mara);
    let there = Session { auth: at(&session.auth, 1), ..session.clone() };
    let access = there.enter(&tenant.id);
    for turn in 0..10 {
        at(&session.auth, turn).get("/v1/auth/sessions").expect(200);
        at(&access, turn).get(&format!("/tenants/{}/account", tenant.id)).expect(200);
    }
    let mut refresh = session.refresh.clone();
    for turn in 0..4 {
        let body = json!({"refreshToken": refresh});
        let tokens = at(&session.auth, turn).anonymous().post("/v1/auth/sessions/refresh", &body).expect(200);
        refresh = tokens["refreshToken"].as_str().unwrap().to_owned();
    }
    let here = at(&session.auth, 0);
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let body = format!("token={}", session.auth.credential());
    assert_eq!(here.anonymous().send("POST", "/oauth/revoke", &kind, Some(body.as_bytes())).status, 200);
    assert_eq!(here.get("/v1/auth/sessions").status, 401, "at once where it was done");
    until("the end elsewhere", || {
        (at(&session.auth, 1).get("/v1/auth/sessions").status == 401).then_some(())
    });
    assert_eq!(at(&access, 1).get(&format!("/tenants/{}/account", tenant.id)).status, 401);
}

#[test]
fn keys_that_sign_are_shared() {
    let [a, b] = nodes();
    let keys = |client: &crate::harness::Client| client.anonymous().get("/.well-known/jwks.json").expect(200);
    assert_eq!(keys(&a.operator), keys(&b.operator));
}

#[test]
fn p_r4_a_signed_request_has_its_effect_once_whichever_node_it_reaches() {
    let tenant = tenant("nodes_replays");
    let key = tenant.domain_key();
    for round in 0..5 {
        let body = json!({"name": format!("Role {round}")}).to_string();
        let timestamp = crate::harness::signer::fresh().to_string();
        let sign = key.sign(body.as_bytes(), &timestamp);
        let headers = [
            (key.header, key.key.as_str()),
            ("x-logtrust-timestamp", &timestamp),
            ("x-logtrust-sign", &sign),
            ("content-type", "application/json"),
        ];
        let path = format!("/v2/domain/{}/roles", tenant.id);
        let answers = crate::races::at_once(|n| {
            at(&tenant.operator, n).anonymous().send("POST", &path, &headers, Some(body.as_bytes()))
        });
        let refused = crate::races::count(&answers, 401);
        assert_eq!(refused, answers.len() - 1, "{answers:?}");
    }
}
